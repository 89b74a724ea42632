import type { Outcome } from '../event-source-mapping/outcome.ts';
import { between, chanceOf } from './chance.ts';
import type { Meaning, SimulatedRecord } from './facts.ts';

/** Answers that name no failed record, whether or not anyone asks for failed ones. */
const SUCCESSES = [
  ...['', 'null', '{}', '[]', '""', '{"batchItemFailures":[]}', '{"batchItemFailures":null}'],
  // Not documented, and taken for success: no object, or no JSON at all.
  ...['"done"', '42', '[1]', '<ok/>'],
] as const;

/** Answers that name a failed record which is none of the batch. */
const MALFORMED = [
  '{"batchItemFailures":[{"itemIdentifier":""}]}',
  '{"batchItemFailures":[{"itemIdentifier":null}]}',
  '{"batchItemFailures":[{"foo":123}]}',
  '{"batchItemFailures":[{"itemIdentifier":123}]}',
  '{"batchItemFailures":[{"itemIdentifier":"7"}]}',
  '{"batchItemFailures":"all"}',
] as const;

/** An answer of the function, and what it means to a mapping that follows AWS's rules. */
export interface FunctionAnswer {
  readonly outcome: Outcome;
  readonly meaning: Meaning;
  readonly durationMs: number;
}

interface Circumstances {
  readonly seed: number;
  /** Tells this invocation from all others. */
  readonly count: number;
  readonly durationMs: number;
  readonly timeoutMs: number;
  readonly reportsItemFailures: boolean;
  /** What is returned for the tumbling window; absent when the mapping has none. */
  readonly state?: string;
}

const EXECUTED = { executedVersion: '$LATEST' };

/** Throttled, or a fault of the service. */
export function refusal({ durationMs }: Circumstances): FunctionAnswer {
  const [errorType, message] = ['TooManyRequestsException', 'Rate Exceeded.'];
  return {
    outcome: { type: 'refused', errorType, message },
    meaning: { type: 'refused' },
    durationMs,
  };
}

/** A final invoke fails now and then, by raising an error or by returning no state. */
export function answerToFinalInvoke(circumstances: Circumstances): FunctionAnswer {
  const { seed, count } = circumstances;
  const chance = chanceOf(seed, count, 3);
  if (chance < 0.1) return raised('Error', circumstances);
  if (chance < 0.2) return stateless(circumstances);
  return returned('{}', { type: 'succeeded' }, circumstances);
}

/** What the function answers to records of which those in `troubled` make trouble now. */
export function answerTo(
  records: readonly SimulatedRecord[],
  troubled: readonly SimulatedRecord[],
  circumstances: Circumstances,
): FunctionAnswer {
  const { seed, count, timeoutMs, state } = circumstances;
  if (state !== undefined && chanceOf(seed, count, 4) < 0.02) return stateless(circumstances);
  switch (troubled[0]?.put.trouble?.kind) {
    case undefined:
      return returned(
        pick(SUCCESSES, chanceOf(seed, count, 1)),
        { type: 'succeeded' },
        circumstances,
      );
    case 'raise':
      return raised('Error', circumstances);
    case 'time-out':
      return raised('Sandbox.Timedout', { ...circumstances, durationMs: timeoutMs });
    case 'malformed': {
      const payload = pick(MALFORMED, chanceOf(seed, count, 1));
      return returned(payload, { type: 'failed', functionError: null }, circumstances);
    }
    case 'report': {
      const names = troubled.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber }));
      // In any order, and more than once: the lowest counts.
      if (chanceOf(seed, count, 2) < 0.5) names.reverse().push(...names.slice(0, 1));
      const failedFrom = records.indexOf(troubled[0] as SimulatedRecord);
      const meaning: Meaning =
        failedFrom > 0 ? { type: 'partly', failedFrom } : { type: 'failed', functionError: null };
      return returned(JSON.stringify({ batchItemFailures: names }), meaning, circumstances);
    }
  }
}

function returned(payload: string, meaning: Meaning, options: Circumstances): FunctionAnswer {
  const { durationMs, reportsItemFailures, state } = options;
  const meant: Meaning = reportsItemFailures ? meaning : { type: 'succeeded' };
  const isDone = meant.type === 'succeeded' || meant.type === 'partly';
  const text = state === undefined ? payload : withState(payload, state);
  return {
    outcome: { type: 'returned', payload: text, durationMs, ...EXECUTED },
    meaning: isDone && state !== undefined ? { ...meant, state } : meant,
    durationMs,
  };
}

/** An answer without a state, which a tumbling window needs. */
function stateless({ seed, count, durationMs }: Circumstances): FunctionAnswer {
  const payload = pick([...SUCCESSES, '{"state":null}', '{"state":[1]}'], chanceOf(seed, count, 5));
  return {
    outcome: { type: 'returned', payload, durationMs, ...EXECUTED },
    meaning: { type: 'failed', functionError: null },
    durationMs,
  };
}

function withState(payload: string, state: string): string {
  const isObject = payload.startsWith('{"');
  return isObject ? `{"state":${state},${payload.slice(1)}` : `{"state":${state}}`;
}

function raised(errorType: string, { durationMs }: Circumstances): FunctionAnswer {
  const message = 'The record is bad.';
  return {
    outcome: { type: 'function-error', errorType, message, durationMs, ...EXECUTED },
    meaning: { type: 'failed', functionError: 'Unhandled' },
    durationMs,
  };
}

function pick<Item>(items: readonly Item[], chance: number): Item {
  return items[between(0, items.length - 1, chance)] as Item;
}
