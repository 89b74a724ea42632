import { runOf } from '../facts.ts';
import { ageLimitMs, type Invariant, isOlderThan } from './invariant.ts';

/**
 * Nothing is handed over that is past MaximumRecordAgeInSeconds or the stream's retention, and only
 * that is given up for its age.
 */
export const nothingTooOld: Invariant = {
  name: 'no record is handed over past its age, or given up before it',
  invoked: ({ run, records }, { nowMs, retentionMs }) => {
    const limitMs = ageLimitMs(run, retentionMs);
    const old = records.find((record) => isOlderThan(record, limitMs, nowMs));
    return old && `record ${old.number} is handed over past its age`;
  },
  discarded: ({ run, shard, records, message }, { retentionMs }) => {
    if (message.requestContext.condition !== 'RecordAgeExceeded') return undefined;
    const limitMs = ageLimitMs(run, retentionMs);
    const givenUpAtMs = Date.parse(message.timestamp);
    const { lastArrivalMs } = runOf(run, shard).openWindow ?? {};
    if (records.length === 0 && givenUpAtMs - (lastArrivalMs ?? 0) <= limitMs) {
      return 'a final invoke is given up before the age of its last record';
    }
    const young = records.find((record) => !isOlderThan(record, limitMs, givenUpAtMs));
    return young && `record ${young.number} is given up before its age`;
  },
};
