import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { type Clock, sleep } from '../clock/clock.ts';
import { UsageError } from './usage-error.ts';

/** A line of a function's log. */
export interface LogEvent {
  readonly eventId: string;
  readonly timestamp: number;
  readonly logStreamName: string;
  readonly message: string;
}

/** The events of a group since a time, a page at a time; undefined when there is no group yet. */
export type ReadLog = (
  sinceMs: number,
  token: string | undefined,
) => Promise<
  { readonly events: readonly LogEvent[]; readonly next?: string | undefined } | undefined
>;

export interface FollowLogOptions {
  readonly read: ReadLog;
  readonly sinceMs: number;
  readonly follows: boolean;
  readonly pauseMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly take: (event: LogEvent) => void;
}

/** Events may come late, and not in their order: so much is looked at again, in milliseconds. */
const OVERLAP_MS = 10_000;

/** Hands over each event of a log group once, in the order in which they can be read. */
export async function followLog(options: FollowLogOptions): Promise<void> {
  const { read, follows, pauseMs, clock, signal, take } = options;
  let sinceMs = options.sinceMs;
  /** Those that the next look will find again. */
  let seen = new Map<string, number>();
  while (!signal.aborted) {
    let token: string | undefined;
    do {
      const page = await read(sinceMs, token);
      for (const event of page?.events ?? []) {
        if (signal.aborted) return;
        if (seen.has(event.eventId)) continue;
        seen.set(event.eventId, event.timestamp);
        take(event);
      }
      token = page?.next;
    } while (token !== undefined && !signal.aborted);
    if (!follows) return;
    const latestMs = [...seen.values()].reduce((most, at) => Math.max(most, at), 0);
    sinceMs = Math.max(sinceMs, latestMs - OVERLAP_MS);
    seen = new Map([...seen].filter(([, atMs]) => atMs >= sinceMs));
    await sleep(clock, pauseMs, signal);
  }
}

/** Reads a group through the AWS SDK. */
export async function logReader(client: CloudWatchLogsClient, group: string): Promise<ReadLog> {
  const { FilterLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  return async (startTime, nextToken) => {
    const command = new FilterLogEventsCommand({ logGroupName: group, startTime, nextToken });
    try {
      const answer = await client.send(command);
      const events = (answer.events ?? []).map((event) => ({
        eventId: event.eventId ?? '',
        timestamp: event.timestamp ?? 0,
        logStreamName: event.logStreamName ?? '',
        message: event.message ?? '',
      }));
      return { events, next: answer.nextToken };
    } catch (error) {
      // A group comes with the first line, unless somebody made it before.
      if ((error as Error).name === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  };
}

/**
 * The log group of a function, by its name or ARN, or by a part of its name that no other has: the
 * logical id in a template, which deployed names contain.
 */
export async function logGroupOf(client: LambdaClient, asked: string): Promise<string> {
  const { GetFunctionConfigurationCommand, ResourceNotFoundException } = await import(
    '@aws-sdk/client-lambda'
  );
  const groupOf = async (FunctionName: string) => {
    const found = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return found.LoggingConfig?.LogGroup ?? `/aws/lambda/${found.FunctionName}`;
  };
  try {
    return await groupOf(asked);
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    return groupOf(await theOneWith(client, asked));
  }
}

async function theOneWith(client: LambdaClient, part: string): Promise<string> {
  const { paginateListFunctions } = await import('@aws-sdk/client-lambda');
  const names: string[] = [];
  for await (const page of paginateListFunctions({ client }, {})) {
    names.push(...(page.Functions ?? []).flatMap(({ FunctionName }) => FunctionName ?? []));
  }
  const found = names.filter((name) => name.includes(part));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const shown = (found.length > 0 ? found : names).slice(0, 10).join(', ');
  throw new UsageError(
    found.length > 0
      ? `Several functions are named like ${part}: ${shown}.`
      : `There is no function ${part}. ${shown === '' ? 'There are none.' : `There are: ${shown}.`}`,
  );
}
