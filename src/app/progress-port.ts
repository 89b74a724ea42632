import type { EventSourceMapping } from '../event-source-mapping/mapping.ts';
import type { MappingPort, ProgressPort, ShardOfMapping } from '../event-source-mapping/ports.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { Destinations } from './destinations.ts';

const checkpointKey = ({ mappingId, streamId, shardId }: ShardOfMapping) => [
  'checkpoints',
  mappingId,
  streamId,
  shardId,
];

/**
 * Keeps the progress of event source mappings. A failure message and the checkpoint behind
 * its records are one commit: a crash can neither lose nor double the message.
 */
export function progressPort(store: Store, destinations: Destinations): ProgressPort {
  return {
    checkpoint: (shard) => store.get(checkpointKey(shard)),

    saveCheckpoint: (shard, sequenceNumber) =>
      store.transact((transaction) => transaction.put(checkpointKey(shard), sequenceNumber)),

    refusesDestination: (destinationArn) => destinations.refusal(destinationArn),

    async discard(shard, { failureRecord, destinationArn, checkpoint, event }) {
      const pass = (transaction: Transaction) => {
        if (checkpoint !== undefined) transaction.put(checkpointKey(shard), checkpoint);
      };
      try {
        await store.transact((transaction) => {
          if (destinationArn) {
            const delivery = { destinationArn, failureRecord, event, shard };
            destinations.deliver(transaction, delivery);
          }
          pass(transaction);
        });
        return undefined;
      } catch (error) {
        // Only the destination's refusal costs the message; a store that fails is tried again.
        if (!destinations.isRefusal(error)) throw error;
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
