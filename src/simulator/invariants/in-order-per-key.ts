import { type Invocation, isDoneFor, type SimulatedRecord } from '../facts.ts';
import { type Breach, type Invariant, type Known, wasNeverRead } from './invariant.ts';

/**
 * A record is handed over only when every earlier one of its partition key is finished or before it
 * in the same batch, in its shard and in the shards that this one came from; with a
 * ParallelizationFactor of 1, every earlier one of its shard.
 */
export const inOrderPerKey: Invariant = {
  name: 'records of a partition key are handed over in order',
  invoked: (invocation, known) => {
    const byShard = invocation.run.settings.parallelizationFactor === 1;
    return (
      (byShard ? firstOutOfOrder(invocation, shardBefore, known) : undefined) ??
      firstOutOfOrder(invocation, keyBefore, known)
    );
  },
};

type Before = (record: SimulatedRecord) => SimulatedRecord | undefined;
const shardBefore: Before = (record) => record.previousInShard;
const keyBefore: Before = (record) => record.previousOfKey;

function firstOutOfOrder({ run, records }: Invocation, before: Before, known: Known): Breach {
  const sent = records.length > 1 ? new Set<SimulatedRecord>() : undefined;
  for (const record of records) {
    let previous = before(record);
    while (previous && !isDoneFor(run, previous) && wasNeverRead(previous, run, known)) {
      previous = before(previous);
    }
    if (previous && !isDoneFor(run, previous) && !sent?.has(previous)) {
      return `record ${record.number} is handed over before ${previous.number} is finished`;
    }
    sent?.add(record);
  }
  return undefined;
}
