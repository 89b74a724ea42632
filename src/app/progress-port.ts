import { parseArn } from '../aws/arn.ts';
import type { EventSourceMapping } from '../event-source-mapping/mapping.ts';
import type { MappingPort, ProgressPort, ShardOfMapping } from '../event-source-mapping/ports.ts';
import { QueueError } from '../sqs/queue-error.ts';
import type { Queues } from '../sqs/queues.ts';
import type { Store, Transaction } from '../store/store.ts';

const checkpointKey = ({ mappingId, streamId, shardId }: ShardOfMapping) => [
  'checkpoints',
  mappingId,
  streamId,
  shardId,
];

/**
 * Keeps the progress of event source mappings. A failure message for a queue of this world and the
 * checkpoint behind its records are one commit: a crash can neither lose nor double the message.
 */
export function progressPort(store: Store, queues: Queues): ProgressPort {
  return {
    checkpoint: (shard) => store.get(checkpointKey(shard)),

    saveCheckpoint: (shard, sequenceNumber) =>
      store.transact((transaction) => transaction.put(checkpointKey(shard), sequenceNumber)),

    refusesDestination: (destinationArn) => {
      const arn = parseArn(destinationArn);
      if (arn?.service !== 'sqs') {
        return `${destinationArn} cannot be an on-failure destination here: only SQS queues can.`;
      }
      const hasQueue = queues.hasQueue(arn, arn.resource);
      return hasQueue ? undefined : `There is no queue ${destinationArn}.`;
    },

    async discard(shard, { failureRecord, destinationArn, checkpoint }) {
      const pass = (transaction: Transaction) => {
        if (checkpoint !== undefined) transaction.put(checkpointKey(shard), checkpoint);
      };
      try {
        await store.transact((transaction) => {
          if (destinationArn) queues.enqueue(transaction, destinationArn, failureRecord);
          pass(transaction);
        });
        return undefined;
      } catch (error) {
        // Only the queue's own refusal costs the message; a store that fails must be tried again.
        if (!(error instanceof QueueError)) throw error;
        await store.transact(pass);
        return error.message;
      }
    },
  };
}

/** Keeps event source mappings themselves. */
export function mappingPort(store: Store): MappingPort {
  return {
    load: (uuid) => store.get(['mappings', uuid]),
    all: () =>
      Array.from(store.range<EventSourceMapping>({ prefix: ['mappings'] }), ({ value }) => value),

    save: (mapping) =>
      store.transact((transaction) => transaction.put(['mappings', mapping.uuid], mapping)),

    remove: ({ uuid }) =>
      store.transact((transaction) => {
        transaction.remove(['mappings', uuid]);
        const prefix = ['checkpoints', uuid];
        for (const { key } of [...transaction.range({ prefix })]) transaction.remove(key);
      }),
  };
}
