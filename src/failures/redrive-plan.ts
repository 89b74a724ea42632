import { type Failure, type HydratedRecord, type Hydration, streamArnOf } from './failure.ts';
import type { RecordState, RedriveLedger } from './redrive-ledger.ts';
import type { LedgerPlace } from './redrive-ledger-entry.ts';
import type { RedriveAddress } from './redrive-target.ts';

/** What decides which records of a message are sent. */
export interface PlanOptions {
  readonly ledger: RedriveLedger;
  readonly target: RedriveAddress;
  /** Whether a record is wanted; all are where it is absent. */
  readonly matches?: ((record: HydratedRecord) => boolean) | undefined;
  /** Sends also what was sent before. */
  readonly again?: boolean | undefined;
  /** What to do with records of which nobody knows whether they arrived. */
  readonly unknown?: 'leave' | 'resend' | 'accept' | undefined;
}

/** Why a record is not sent now. */
export type Fate = 'send' | 'sent before' | 'not matched' | 'unknown' | 'accepted';

export interface PlannedRecord {
  readonly record: HydratedRecord;
  /** What the ledger calls it. */
  readonly name: string;
  readonly fate: Fate;
  /** What the ledger knew of it. */
  readonly state?: RecordState | undefined;
}

/** Where the ledger keeps what is sent to `target` for the sake of `failure`. */
export function ledgerPlace(failure: Failure, target: RedriveAddress): LedgerPlace {
  return {
    audience: target.audienceOf(failure),
    target: target.nameFor(failure),
    streamArn: streamArnOf(failure),
    shardId: failure.shardId,
  };
}

/** What is to become of each record of a message. Pure: it looks at the ledger, and writes nothing. */
export function planRecords(
  failure: Failure,
  { records }: Pick<Hydration, 'records'>,
  options: PlanOptions,
): PlannedRecord[] {
  const names = recordNames(records);
  return records.map((record, index) => {
    const name = names[index] as string;
    const state = knownState(failure, name, options);
    return { record, name, state, fate: fateOf(record, state, options) };
  });
}

function fateOf(
  record: HydratedRecord,
  state: RecordState | undefined,
  { matches, again, unknown = 'leave' }: PlanOptions,
): Fate {
  if (state?.type === 'sent' && !again) return 'sent before';
  if (matches && !matches(record)) return 'not matched';
  if (state?.type !== 'unknown' || unknown === 'resend') return 'send';
  return unknown === 'accept' ? 'accepted' : 'unknown';
}

/** Sent to any of its audiences counts for more than unknown. */
function knownState(
  failure: Failure,
  name: string,
  { ledger, target }: PlanOptions,
): RecordState | undefined {
  const place = ledgerPlace(failure, target);
  const audiences = new Set([place.audience, ...target.equivalentAudiences(failure)]);
  const states = [...audiences].map((audience) => ledger.stateOf({ ...place, audience }, name));
  const state = states.find((one) => one?.type === 'sent') ?? states.find((one) => one);
  if (state?.type !== 'unknown' || !target.arrived) return state;
  return target.arrived(name, failure) ? { ...state, type: 'sent' } : undefined;
}

/**
 * Names that tell the records of a shard apart: their sequence numbers, and for the records of one
 * aggregate, which share one, their place in it.
 */
function recordNames(records: readonly HydratedRecord[]): string[] {
  const seen = new Map<string, number>();
  return records.map(({ sequenceNumber, subSequenceNumber }) => {
    const count = seen.get(sequenceNumber) ?? 0;
    seen.set(sequenceNumber, count + 1);
    const place = subSequenceNumber ?? count;
    return place === 0 ? sequenceNumber : `${sequenceNumber}.${place}`;
  });
}
