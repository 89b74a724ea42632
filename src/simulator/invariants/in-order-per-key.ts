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
    const { parallelizationFactor } = invocation.run.settings;
    return firstOutOfOrder(
      invocation,
      parallelizationFactor === 1 ? shardBefore : keyBefore,
      known,
    );
  },
};

type Before = (record: SimulatedRecord) => SimulatedRecord | undefined;
const shardBefore: Before = (record) => record.previousInShard;
const keyBefore: Before = (record) => record.previousOfKey;

function firstOutOfOrder({ run, records }: Invocation, before: Before, known: Known): Breach {
  let places: Map<SimulatedRecord, number> | undefined;
  for (let index = 0; index < records.length; index++) {
    const record = records[index] as SimulatedRecord;
    let previous = before(record);
    if (index > 0 && previous === records[index - 1]) continue;
    while (previous && !isDoneFor(run, previous) && wasNeverRead(previous, run, known)) {
      previous = before(previous);
    }
    if (!previous || isDoneFor(run, previous)) continue;
    places ??= new Map(records.map((sent, place) => [sent, place]));
    if ((places.get(previous) ?? index) >= index) {
      return `record ${record.number} is handed over before ${previous.number} is finished`;
    }
  }
  return undefined;
}
