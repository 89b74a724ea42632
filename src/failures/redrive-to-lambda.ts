import { parseArn } from '../aws/arn.ts';
import { type Clock, sleep } from '../clock/clock.ts';
import { readItemFailures } from '../event-source-mapping/item-failures.ts';
import {
  countThatFits,
  type EventIdentity,
  lambdaEvent,
} from '../event-source-mapping/lambda-event.ts';
import type { StreamRecord } from '../event-source-mapping/stream-record.ts';
import { eventRecords } from './decode-data.ts';
import { type Failure, type HydratedRecord, streamArnOf } from './failure.ts';
import { isThrottled, outcomeOfError } from './redrive-send-error.ts';
import {
  functionAudience,
  type OnThrottled,
  type RedriveTarget,
  SENT,
  type SendOutcome,
  streamAudience,
} from './redrive-target.ts';

/** What a function answered; `functionError` is set when it failed (`X-Amz-Function-Error`). */
export interface InvokeAnswer {
  readonly functionError?: string | undefined;
  readonly payload: string;
}

/** One synchronous invocation. Must not repeat itself: the function would run twice. */
export type Invoke = (functionName: string, event: string) => Promise<InvokeAnswer>;

export interface LambdaTargetOptions {
  readonly clock: Clock;
  /** Instead of the function that the message names: a name or an ARN. */
  readonly functionName?: string | undefined;
  /** An invocation for each record. */
  readonly each?: boolean | undefined;
  /** The ARN of the role that a function runs with, which the event names. Never rejects. */
  readonly roleOf: (functionName: string) => Promise<string>;
  /** Called before each pause that throttling makes. */
  readonly onThrottled?: OnThrottled | undefined;
}

const MOST_ROUNDS = 7;
const FIRST_PAUSE_MS = 500;

/** A batch of an event source mapping has at most so many records (Lambda API reference). */
const MOST_RECORDS = 10_000;

/**
 * Invokes the function with the event that its mapping would have given it. A batch that fails is
 * failed as a whole. An answer with `batchItemFailures` is heeded whether the mapping asks for it or
 * not: what stands before the first record named is done, the rest is not.
 */
export function lambdaTarget(invoke: Invoke, options: LambdaTargetOptions): RedriveTarget {
  const functionFor = (failure: Failure) => options.functionName ?? failure.functionArn;
  return {
    nameFor: functionFor,
    audienceOf: functionAudience,
    equivalentAudiences: (failure) => [streamAudience(streamArnOf(failure))],
    refusal: ({ tumblingWindow }) => (tumblingWindow ? NEEDS_ITS_WINDOW : undefined),
    portions: (failure, records) =>
      options.each ? records.map((record) => [record]) : portionsOf(failure, records),
    async send(failure, records) {
      if (failure.tumblingWindow)
        return records.map(() => ({ type: 'failed', reason: NEEDS_ITS_WINDOW }));
      const name = functionFor(failure);
      const given = eventRecords(failure, records);
      const identity = { ...identityOf(failure), invokeIdentityArn: await options.roleOf(name) };
      if (countThatFits(given, identity) < given.length) return records.map(() => TOO_LARGE);
      const event = lambdaEvent(given, identity);
      return invoked(records, {
        given,
        call: () => invoke(name, event),
        async pause(pauseMs) {
          options.onThrottled?.(name, pauseMs);
          await sleep(options.clock, pauseMs);
        },
      });
    },
  };
}

const TOO_LARGE: SendOutcome = {
  type: 'failed',
  reason: 'It makes an event of more than 6 MB, with which no function can be invoked.',
};

/** The state that the function handed on from batch to batch is nowhere any more. */
const NEEDS_ITS_WINDOW =
  'The function needs the state of its tumbling window, which is gone: redrive it --to stream.';

/** The longest role ARN, so that what fits with it fits with any (IAM: 64 characters of name, 512 of path). */
const LONGEST_ROLE = `arn:aws-us-gov:iam::000000000000:role/${'r'.repeat(576)}`;

function portionsOf(failure: Failure, records: readonly HydratedRecord[]): HydratedRecord[][] {
  const identity = { ...identityOf(failure), invokeIdentityArn: LONGEST_ROLE };
  const portions: HydratedRecord[][] = [];
  for (let rest = records; rest.length > 0; ) {
    const count = countOfPortion(failure, rest.slice(0, MOST_RECORDS), identity);
    portions.push(rest.slice(0, count));
    rest = rest.slice(count);
  }
  return portions;
}

/** How many records fit into one event, at least one; an aggregate goes as a whole. */
function countOfPortion(
  failure: Failure,
  records: readonly HydratedRecord[],
  identity: EventIdentity,
): number {
  const given = records.map((record) => eventRecords(failure, [record]));
  const fitting = countThatFits(given.flat(), identity);
  let events = 0;
  const count = given.findIndex((group) => {
    events += group.length;
    return events > Math.min(fitting, MOST_RECORDS);
  });
  return count === -1 ? records.length : Math.max(1, count);
}

function identityOf(failure: Failure): Omit<EventIdentity, 'invokeIdentityArn'> {
  const { streamArn, shardId } = failure;
  return { eventSourceArn: streamArn, shardId, region: parseArn(streamArn)?.region ?? '' };
}

interface Invocation {
  readonly given: readonly StreamRecord[];
  readonly call: () => Promise<InvokeAnswer>;
  readonly pause: (pauseMs: number) => Promise<void>;
}

async function invoked(
  records: readonly HydratedRecord[],
  { given, call, pause }: Invocation,
): Promise<readonly SendOutcome[]> {
  for (let round = 0; ; round++) {
    try {
      return judge(records, given, await call());
    } catch (error) {
      if (!isThrottled(error) || round === MOST_ROUNDS - 1) {
        const outcome = outcomeOfError(error);
        return records.map(() => outcome);
      }
    }
    await pause(FIRST_PAUSE_MS * 2 ** round);
  }
}

function judge(
  records: readonly HydratedRecord[],
  given: readonly StreamRecord[],
  { functionError, payload }: InvokeAnswer,
): SendOutcome[] {
  if (functionError) return records.map(() => ({ type: 'failed', reason: errorText(payload) }));
  const failures = readItemFailures(payload, given);
  if (failures.type === 'none') return records.map(() => SENT);
  if (failures.type === 'invalid') {
    const reason = 'The function reported a failed record that it was not given.';
    return records.map(() => ({ type: 'failed', reason }));
  }
  const number = given[failures.index]?.sequenceNumber;
  const from = records.findIndex(({ sequenceNumber }) => sequenceNumber === number);
  const failed: SendOutcome = {
    type: 'failed',
    reason: `The function reported record ${number} as failed.`,
  };
  return records.map((_, index) => (index < from ? SENT : failed));
}

/** What a function's error says: `{"errorType":"…","errorMessage":"…"}`, in every runtime of AWS. */
function errorText(payload: string): string {
  try {
    const { errorType, errorMessage } = JSON.parse(payload);
    return `The function failed: ${[errorType, errorMessage].filter(Boolean).join(': ')}`;
  } catch {
    return `The function failed: ${payload.slice(0, 500)}`;
  }
}
