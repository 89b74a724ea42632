import { isDoneFor } from '../facts.ts';
import { type Invariant, wasNeverRead } from './invariant.ts';

/** The stored checkpoint never goes back, and never past a record that is not finished. */
export const checkpointPassesNothing: Invariant = {
  name: 'the checkpoint passes no unfinished record, and never goes back',
  stored: ({ run, shard, record }, known) => {
    if (record && record.shard !== shard) return `record ${record.number} is of another shard`;
    if (!record && shard.closedAtMs === undefined) return `${shard.shardId} has not ended`;
    const index = record ? record.indexInShard : shard.records.length - 1;
    if (index < shard.storedIndex) return `goes back from ${shard.storedIndex} to ${index}`;
    if (record && shard.isStoredAsEnded) return `goes back from the end of ${shard.shardId}`;
    for (let at = shard.storedIndex + 1; at <= index; at++) {
      const passed = shard.records[at];
      if (passed && !isDoneFor(run, passed) && !wasNeverRead(passed, run, known)) {
        return `passes record ${passed.number}, which is not finished`;
      }
    }
    return undefined;
  },
};
