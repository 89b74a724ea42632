import { type Run, runOf, type SimulatedRecord } from '../facts.ts';
import { type Breach, type Invariant, isLeft } from './invariant.ts';

/**
 * Every record ends in exactly one way: acknowledged, described by a failure record, given up where
 * that was agreed, or filtered. What is finished twice is finished by two runs, and was not behind
 * the checkpoint when the later one began. Only what the stream dropped while no run held it may
 * end in no way.
 */
export const accountedForOnce: Invariant = {
  name: 'every record is accounted for once',
  invoked: ({ run, records }) => firstDone(run, records, 'is handed to the function again'),
  discarded: ({ run, records }) => firstDone(run, records, 'is given up'),
  answered: ({ invocation: { run, records }, meaning }) => {
    if (meaning.type !== 'succeeded' && meaning.type !== 'partly') return undefined;
    const covered = meaning.type === 'partly' ? records.slice(0, meaning.failedFrom) : records;
    return firstDone(run, covered, 'succeeds');
  },
  ended: (_, known) => {
    const lost = known.records.find((record) => isLeft(record, known));
    return lost && `record ${lost.number} of ${lost.shard.shardId} was lost`;
  },
};

function firstDone(run: Run, records: readonly SimulatedRecord[], what: string): Breach {
  const [first] = records;
  if (!first) return undefined;
  const { startIndex } = runOf(run, first.shard);
  for (const record of records) {
    if (record.settledIn !== run.id && record.indexInShard > startIndex) continue;
    return `record ${record.number} ${what} after it was finished`;
  }
  return undefined;
}
