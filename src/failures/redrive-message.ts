import type { Clock } from '../clock/clock.ts';
import type { Failure, Hydrate, HydratedRecord, Hydration } from './failure.ts';
import { ledgerPlace, type PlannedRecord, type PlanOptions, planRecords } from './redrive-plan.ts';
import { NO_COUNTS, type RecordCounts, type RedriveResult } from './redrive-result.ts';
import type { RedriveTarget, SendOutcome } from './redrive-target.ts';

/** What redriving one message needs. */
export interface MessageOptions extends PlanOptions {
  readonly target: RedriveTarget;
  readonly clock: Clock;
  readonly hydrate: Hydrate;
  /** Deletes the message, or keeps it where it is to stay. */
  readonly remove: (failure: Failure) => Promise<'deleted' | 'kept'>;
  /** Waits until so many more records may be sent. */
  readonly pace: (records: number) => Promise<void>;
  /** Why nothing more is to be sent, once that is so. */
  readonly stopped: () => string | undefined;
  /** Called when a target says that nothing else would fare better. */
  readonly stop: (reason: string) => void;
  /** Called with the number of records that were answered just now. */
  readonly onProgress?: ((records: number) => void) | undefined;
}

/** What became of a planned record, or its fate where nothing was to be done. */
type Ending = 'sent' | 'failed' | 'unknown' | 'sent before' | 'not matched' | 'not tried';

const COUNTED: Readonly<Record<Ending, keyof RecordCounts>> = {
  sent: 'sent',
  failed: 'failed',
  unknown: 'unknown',
  'sent before': 'sentBefore',
  'not matched': 'notMatched',
  'not tried': 'notTried',
};

/**
 * Redrives one message, in this order, so that being cut off anywhere loses nothing and sends
 * nothing twice: hydrate; choose; for each portion: ledger, send, ledger; and when all records of
 * the range were sent and none is missing, delete the message. Does not reject for what the stream,
 * the target or the queue answer; only for a ledger that cannot be written.
 */
export async function redriveMessage(
  failure: Failure,
  options: MessageOptions,
): Promise<RedriveResult> {
  const stopped = options.stopped();
  if (stopped !== undefined) return left(failure, [`Not tried: ${stopped}`]);
  const hydration = await hydrated(failure, options.hydrate);
  if (typeof hydration === 'string') return left(failure, [hydration]);

  const planned = planRecords(failure, hydration, options);
  const reasons = new Set<string>(missingText(hydration));
  const endings = new Map<HydratedRecord, Ending>();
  settle(planned, endings);
  accept(failure, planned, options);
  await sendAll(failure, planned, { options, endings, reasons });
  for (const reason of leftReasons(planned, endings)) reasons.add(reason);
  const counts = countsOf(endings);
  const complete =
    hydration.missing === 'none' &&
    hydration.records.length > 0 &&
    counts.sent + counts.sentBefore === hydration.records.length;
  if (!complete) return { failure, counts, complete, message: 'left', reasons: [...reasons] };
  return { failure, counts, complete, ...(await removed(failure, options)) };
}

function left(failure: Failure, reasons: readonly string[]): RedriveResult {
  return { failure, counts: NO_COUNTS, complete: false, message: 'left', reasons };
}

async function hydrated(failure: Failure, hydrate: Hydrate): Promise<Hydration | string> {
  try {
    return await hydrate(failure);
  } catch (error) {
    return `Its records could not be read: ${textOf(error)}`;
  }
}

/** Why the range is not whole, for people; nothing when it is. */
export function missingText(hydration: Hydration): string[] {
  if (hydration.missing !== 'none') return [hydration.text];
  return hydration.records.length === 0 ? ['It has no records to send.'] : [];
}

function settle(planned: readonly PlannedRecord[], endings: Map<HydratedRecord, Ending>): void {
  for (const { record, fate } of planned) {
    if (fate === 'send') endings.set(record, 'not tried');
    else endings.set(record, fate === 'accepted' ? 'sent before' : fate);
  }
}

function accept(
  failure: Failure,
  planned: readonly PlannedRecord[],
  { ledger, target, clock }: MessageOptions,
): void {
  const names = planned.filter(({ fate }) => fate === 'accepted').map(({ name }) => name);
  if (names.length > 0) ledger.accept(ledgerPlace(failure, target), names, clock.now());
}

interface Sending {
  readonly options: MessageOptions;
  readonly endings: Map<HydratedRecord, Ending>;
  readonly reasons: Set<string>;
}

async function sendAll(
  failure: Failure,
  planned: readonly PlannedRecord[],
  { options, endings, reasons }: Sending,
): Promise<void> {
  const names = new Map(planned.map(({ record, name }) => [record, name]));
  const chosen = planned.filter(({ fate }) => fate === 'send').map(({ record }) => record);
  const place = ledgerPlace(failure, options.target);
  for (const portion of options.target.portions(failure, chosen)) {
    await options.pace(portion.length);
    const stopped = options.stopped();
    if (stopped !== undefined) return void reasons.add(`Not tried: ${stopped}`);
    const portionNames = portion.map((record) => names.get(record) as string);
    const id = options.ledger.begin(place, portionNames, options.clock.now());
    const outcomes = await options.target.send(failure, portion, portionNames);
    options.ledger.end(id, outcomes, options.clock.now());
    for (const [index, record] of portion.entries()) {
      const outcome = outcomes[index] ?? NO_OUTCOME;
      endings.set(record, outcome.type);
      if (outcome.type !== 'sent') reasons.add(outcome.reason);
      if (outcome.type === 'failed' && outcome.concernsAll) options.stop(outcome.reason);
    }
    options.onProgress?.(portion.length);
  }
}

const NO_OUTCOME: SendOutcome = { type: 'unknown', reason: 'The target did not say.' };

/** What was left although nothing went wrong now. */
function leftReasons(
  planned: readonly PlannedRecord[],
  endings: ReadonlyMap<HydratedRecord, Ending>,
): string[] {
  const reasons: string[] = [];
  const notMatched = [...endings.values()].filter((ending) => ending === 'not matched').length;
  if (notMatched > 0) reasons.push(`${records(notMatched)} of its range did not match.`);
  const unknown = planned.filter(({ fate }) => fate === 'unknown');
  const first = unknown[0]?.state;
  if (first) {
    const at = new Date(first.atMs).toISOString();
    reasons.push(
      `${records(unknown.length)} may have been sent to ${first.target} already (begun ${at}, no ` +
        'answer known): look there, then give --resend-unknown or --accept-unknown.',
    );
  }
  return reasons;
}

const records = (count: number) => (count === 1 ? '1 record' : `${count} records`);

function countsOf(endings: ReadonlyMap<HydratedRecord, Ending>): RecordCounts {
  const counts = { ...NO_COUNTS } as Record<keyof RecordCounts, number>;
  for (const ending of endings.values()) counts[COUNTED[ending]] += 1;
  return counts;
}

async function removed(
  failure: Failure,
  { remove }: MessageOptions,
): Promise<Pick<RedriveResult, 'message' | 'reasons'>> {
  try {
    return { message: await remove(failure), reasons: [] };
  } catch (error) {
    const what = 'All its records were sent, but the message could not be deleted';
    return { message: 'left', reasons: [`${what}: ${textOf(error)}`] };
  }
}

const textOf = (error: unknown) =>
  error instanceof Error ? error.message || error.name : `${error}`;
