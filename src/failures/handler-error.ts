import type { Failure } from './failure.ts';

export interface LogLine {
  readonly message: string;
  readonly logStream: string;
  readonly atMs: number;
}

/** Lines of a function's log, oldest first; a bounded number of them. */
export type FindLines = (query: {
  readonly functionArn: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Only lines that hold this text. */
  readonly text?: string;
  readonly logStream?: string;
}) => Promise<readonly LogLine[]>;

/** A function runs for 15 minutes at most, and its message follows at once (Lambda quotas). */
const BEFORE_MS = 20 * 60_000;
const BEHIND_MS = 60_000;

/**
 * The handler's error as the log of the function has it, found by the request id; undefined when it
 * cannot be told. Best effort: a log group may be elsewhere, or its lines may be gone.
 */
export async function handlerError(failure: Failure, find: FindLines): Promise<string | undefined> {
  const { functionArn, requestId, failedAtMs } = failure;
  // It becomes a part of a filter pattern.
  if (!/^[\w-]+$/.test(requestId)) return undefined;
  const range = { functionArn, fromMs: failedAtMs - BEFORE_MS, toMs: failedAtMs + BEHIND_MS };
  const own = await find({ ...range, text: requestId });
  return lastError(own) ?? (await errorBetween(failure, own, find)) ?? reportedError(own);
}

/** Python does not name the request in its line: it stands between START and END of that request. */
async function errorBetween(
  { functionArn, requestId, failedAtMs }: Failure,
  own: readonly LogLine[],
  find: FindLines,
): Promise<string | undefined> {
  const start = own.findLast(({ message }) => message.startsWith('START'));
  if (!start) return undefined;
  const { logStream, atMs: fromMs } = start;
  const end = own.findLast(({ message }) => END.test(message));
  const toMs = (end?.atMs ?? failedAtMs) + 1;
  const lines = await find({ functionArn, logStream, fromMs, toMs });
  // Within one millisecond there may be several requests.
  const begin = lines.findLastIndex(({ message }) => {
    return message.startsWith(`START RequestId: ${requestId}`);
  });
  if (begin === -1) return undefined;
  const behind = lines.slice(begin + 1);
  const length = behind.findIndex(({ message }) => END.test(message));
  return lastError(length === -1 ? behind : behind.slice(0, length));
}

const END = /^(END|REPORT) RequestId/;

/** The kind of an error that the function could not write itself. */
function reportedError(own: readonly LogLine[]): string | undefined {
  const report = own.findLast(({ message }) => message.startsWith('REPORT'));
  return /\tError Type: (\S+)/.exec(report?.message ?? '')?.[1];
}

function lastError(lines: readonly LogLine[]): string | undefined {
  const errors = lines.map(({ message }) => errorIn(message.trim()));
  return errors.findLast((error) => error !== undefined);
}

/** How the runtimes of Lambda write what a handler threw (Lambda developer guide, logging). */
function errorIn(message: string): string | undefined {
  const [begin, end] = [message.indexOf('{'), message.lastIndexOf('}') + 1];
  const fromJson = begin < 0 || end <= begin ? undefined : jsonError(message.slice(begin, end));
  if (fromJson !== undefined) return fromJson;
  const timeout = /Task timed out after [\d.]+ seconds/.exec(message)?.[0];
  if (timeout !== undefined) return timeout;
  const [, exit, type] = /^RequestId: \S+ Error: (.+)\n(\S+)$/.exec(message) ?? [];
  if (exit !== undefined) return `${type}: ${exit}`;
  const python = /^\[ERROR\]\s+(.*)/.exec(message)?.[1];
  if (python !== undefined) return python;
  return /\tERROR\t(?:Uncaught Exception|Invoke Error)?\s*(.+)/.exec(message)?.[1];
}

function jsonError(text: string): string | undefined {
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const inner = (typeof value.message === 'object' ? value.message : value) as typeof value;
    const { errorType = 'Error', errorMessage } = inner ?? {};
    return typeof errorMessage === 'string' ? `${errorType}: ${errorMessage}` : undefined;
  } catch {
    return undefined;
  }
}
