import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import { readItemFailures } from '../event-source-mapping/item-failures.ts';
import { countThatFits, lambdaEvent } from '../event-source-mapping/lambda-event.ts';
import { prepareCode } from '../function-code/prepare-code.ts';
import { Functions } from '../lambda/functions.ts';
import { LambdaError } from '../lambda/lambda-error.ts';
import { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import type { Failure, HydratedRecord } from './failure.ts';
import { FailuresError } from './failures-error.ts';
import type { LocalFunction } from './local-function.ts';

/** How one invocation ended. */
interface Attempt {
  readonly records: number;
  readonly durationMs: number;
  /** Absent when it succeeded. */
  readonly error?: string;
  /** The sequence number from which on the function reported failures (batchItemFailures). */
  readonly failedFrom?: string;
}

export interface TryOptions {
  readonly failure: Failure;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly random: Random;
  /** Where the AWS clients of the handler go. */
  readonly endpoint: string;
  readonly onOutput: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Tried {
  /** All records as one event; several where one could not carry them. */
  readonly batches: readonly Attempt[];
  /** Each record in an event of its own. */
  readonly each: readonly Attempt[];
}

/**
 * Runs the code of a function on records, as its mapping would: as a batch, and each alone. The
 * stream is not touched, and nothing is checkpointed; what the handler itself does, it does.
 *
 * @throws CodeError, LambdaError when the handler cannot be loaded
 */
export async function tryRecords(
  { planned, directory }: LocalFunction,
  records: readonly HydratedRecord[],
  options: TryOptions,
): Promise<Tried> {
  const { clock, random, scope } = options;
  const buildDirectory = mkdtempSync(join(tmpdir(), 'sluicebox-try-'));
  const events = new Events();
  events.on('function-output', ({ message }) => options.onOutput(message));
  events.on('warning', ({ message }) => options.onOutput(message));
  const logs = { appendSoon: async () => {} };
  const endpoint = () => options.endpoint;
  const functions = new Functions({ clock, random, events, logs, endpoint });
  try {
    const prepared = { templateDirectory: directory, buildDirectory, clock, events };
    const code = await prepareCode(planned, prepared);
    const { codeDirectory } = code;
    functions.put(scope, { ...planned, role: planned.roleArn, codeDirectory });
    try {
      await functions.check(scope, planned.functionName);
      return await attempts(functions, { planned, records, options });
    } finally {
      code.dispose();
    }
  } catch (error) {
    if (!(error instanceof LambdaError)) throw error;
    throw new FailuresError('Invalid', error.message, { cause: error });
  } finally {
    await functions.close();
    rmSync(buildDirectory, { recursive: true, force: true });
  }
}

interface Work {
  readonly planned: LocalFunction['planned'];
  readonly records: readonly HydratedRecord[];
  readonly options: TryOptions;
}

async function attempts(functions: Functions, work: Work): Promise<Tried> {
  const { records, planned, options } = work;
  const identity = identityOf(planned.roleArn, options);
  const invoke = (some: readonly HydratedRecord[]) => attempt(functions, some, work);
  const batches: Attempt[] = [];
  for (let from = 0; from < records.length && !options.signal?.aborted; ) {
    const count = Math.max(1, countThatFits(records.slice(from), identity));
    batches.push(await invoke(records.slice(from, from + count)));
    from += count;
  }
  if (records.length === 1) return { batches, each: batches };
  const each: Attempt[] = [];
  for (const record of records) {
    if (options.signal?.aborted) break;
    each.push(await invoke([record]));
  }
  return { batches, each };
}

async function attempt(
  functions: Functions,
  records: readonly HydratedRecord[],
  { planned, options }: Work,
): Promise<Attempt> {
  const event = lambdaEvent(records, identityOf(planned.roleArn, options));
  const result = await functions.invoke(options.scope, {
    functionName: planned.functionName,
    payload: Buffer.from(event),
    ...(options.signal && { signal: options.signal }),
  });
  const done = { records: records.length, durationMs: result.durationMs };
  const text = Buffer.from(result.payload).toString();
  if (result.functionError) return { ...done, error: errorText(text) };
  const failures = readItemFailures(text, records);
  if (failures.type === 'none') return done;
  if (failures.type === 'invalid') {
    return { ...done, error: 'batchItemFailures names a record that is not in the batch' };
  }
  const failedFrom = records[failures.index]?.sequenceNumber ?? '';
  return {
    ...done,
    failedFrom,
    error: `reported as failed (batchItemFailures) from ${failedFrom}`,
  };
}

function identityOf(invokeIdentityArn: string, { failure, scope }: TryOptions) {
  const { streamArn: eventSourceArn, shardId } = failure;
  return { eventSourceArn, shardId, region: scope.region, invokeIdentityArn };
}

function errorText(document: string): string {
  try {
    const { errorType = 'Error', errorMessage = '' } = JSON.parse(document);
    return `${errorType}: ${errorMessage}`;
  } catch {
    return document;
  }
}
