import type { EventSourceMapping } from '../event-source-mapping/mapping.ts';
import type { MappingPort, ProgressPort, ShardOfMapping } from '../event-source-mapping/ports.ts';
import type { Progress } from '../event-source-mapping/progress.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { Destinations } from './destinations.ts';

/** What is kept of a mapping in each shard, by the first part of its keys. */
const KINDS = { checkpoint: 'checkpoints', openWindow: 'windows' } as const;

type Kind = keyof typeof KINDS;
const keyOf = (kind: Kind, { mappingId, streamId, shardId }: ShardOfMapping) => [
  KINDS[kind],
  mappingId,
  streamId,
  shardId,
];

/**
 * Keeps the progress of event source mappings: the checkpoint, and the tumbling window that is open
 * there. A failure message and the progress behind its records are one commit: a crash can neither
 * lose nor double the message.
 */
export function progressPort(store: Store, destinations: Destinations): ProgressPort {
  return {
    checkpoint: (shard) => store.get(keyOf('checkpoint', shard)),
    openWindow: (shard) => store.get(keyOf('openWindow', shard)),

    saveProgress: (shard, progress) =>
      store.transact((transaction) => save(transaction, shard, progress)),

    refusesDestination: (destinationArn) => destinations.refusal(destinationArn),

    async discard(shard, { failureRecord, destinationArn, progress, event }) {
      const pass = (transaction: Transaction) => save(transaction, shard, progress);
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

function save(transaction: Transaction, shard: ShardOfMapping, progress: Progress): void {
  const { sequenceNumber, openWindow } = progress;
  if (sequenceNumber !== undefined) transaction.put(keyOf('checkpoint', shard), sequenceNumber);
  if (openWindow) transaction.put(keyOf('openWindow', shard), openWindow);
  if (openWindow === null) transaction.remove(keyOf('openWindow', shard));
}

/** Keeps event source mappings themselves. */
export function mappingPort(store: Store): MappingPort {
  return {
    load: (uuid) => store.get(['mappings', uuid]),
    all: () =>
      Array.from(store.range<EventSourceMapping>({ prefix: ['mappings'] }), ({ value }) => value),

    save: (mapping) =>
      store.transact((transaction) => {
        const key = ['mappings', mapping.uuid];
        const { lastProcessingResult } = transaction.get<EventSourceMapping>(key) ?? mapping;
        transaction.put(key, { ...mapping, lastProcessingResult });
      }),

    saveResult: (uuid, lastProcessingResult) =>
      store.transact((transaction) => {
        const kept = transaction.get<EventSourceMapping>(['mappings', uuid]);
        if (kept) transaction.put(['mappings', uuid], { ...kept, lastProcessingResult });
      }),

    remove: ({ uuid }) =>
      store.transact((transaction) => {
        transaction.remove(['mappings', uuid]);
        for (const kind of Object.values(KINDS)) {
          const prefix = [kind, uuid];
          for (const { key } of [...transaction.range({ prefix })]) transaction.remove(key);
        }
      }),
  };
}
