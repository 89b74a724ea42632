import type { Checkpoint, MappingPort, ProgressPort } from '../event-source-mapping/ports.ts';
import type { Queues } from '../sqs/queues.ts';
import type { Store } from '../store/store.ts';

const checkpointKey = ({ mappingId, shardId }: Omit<Checkpoint, 'sequenceNumber'>) => [
  'checkpoints',
  mappingId,
  shardId,
];

/**
 * Keeps the progress of event source mappings. A failure message for a queue of this world and the
 * checkpoint behind its records are one commit: a crash can neither lose nor double the message.
 */
export function progressPort(store: Store, queues: Queues): ProgressPort {
  return {
    checkpoint: (mappingId, shardId) => store.get(checkpointKey({ mappingId, shardId })),

    saveCheckpoint: (checkpoint) =>
      store.transact((transaction) =>
        transaction.put(checkpointKey(checkpoint), checkpoint.sequenceNumber),
      ),

    async discard({ failureRecord, destinationArn, ...checkpoint }) {
      const save = (deliver: boolean) =>
        store.transact((transaction) => {
          if (deliver && destinationArn) queues.enqueue(transaction, destinationArn, failureRecord);
          transaction.put(checkpointKey(checkpoint), checkpoint.sequenceNumber);
        });
      try {
        await save(true);
        return undefined;
      } catch (error) {
        await save(false);
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
}

/** Keeps event source mappings themselves. */
export function mappingPort(store: Store): MappingPort {
  return {
    load: (uuid) => store.get(['mappings', uuid]),
    save: (mapping) =>
      store.transact((transaction) => transaction.put(['mappings', mapping.uuid], mapping)),
  };
}
