import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { createInterface } from 'node:readline';
import { BATCH_EVENTS, BatchLines } from './batch-lines.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';
import { UsageError } from './usage-error.ts';

/** A line of the endpoint's events. */
interface EventLine {
  readonly name: string;
  readonly atMs: number;
  readonly event: object;
}

export interface TailEventsOptions {
  readonly endpoint: string;
  /** Absent: of all mappings. */
  readonly mappingId?: string | undefined;
  readonly signal: AbortSignal;
  readonly onConnected: () => void;
  readonly take: (line: EventLine) => void;
}

const NAMES = [...BATCH_EVENTS, 'mapping-problem'];

/**
 * Follows what an endpoint's mappings do, until the signal, or until the endpoint ends.
 *
 * @throws UsageError when the endpoint tells no events
 */
export async function tailEvents(options: TailEventsOptions): Promise<'stopped' | 'ended'> {
  const { endpoint, mappingId, signal, onConnected, take } = options;
  const url = new URL('/_sluicebox/events', endpoint);
  for (const name of NAMES) url.searchParams.append('name', name);
  if (mappingId !== undefined) url.searchParams.set('mapping', mappingId);
  const answer = await open(url, signal);
  if (!answer) return 'stopped';
  try {
    for await (const text of createInterface({
      input: answer,
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      const line = JSON.parse(text) as EventLine;
      if (line.name === 'connected') onConnected();
      else take(line);
    }
  } catch (error) {
    // A connection that broke off is an endpoint that ended, only less politely.
    if ((error as NodeJS.ErrnoException).code === undefined && !signal.aborted) throw error;
  }
  return signal.aborted ? 'stopped' : 'ended';
}

/** A reading that lasts: there may be nothing to tell for hours, and that is no failure. */
function open(url: URL, signal: AbortSignal): Promise<IncomingMessage | undefined> {
  const get = url.protocol === 'https:' ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    const request = get(url, { signal }, (answer) => {
      if (answer.statusCode === 200) return resolve(answer);
      answer.resume();
      const why = answer.statusCode === 503 ? 'has too many readers' : 'tells no events';
      reject(
        new UsageError(`${url.origin} ${why}: only a running \`sluicebox up\` knows of batches.`),
      );
    });
    request.on('error', (error) => (signal.aborted ? resolve(undefined) : reject(error)));
  });
}

/** What a line of events is to a person: trees of batches, as `sluicebox up` draws them. */
export function eventDrawer(style: Style): (line: EventLine) => string[] {
  const batches = new BatchLines(style);
  return ({ name, event, atMs }) => {
    const batchEvent = BATCH_EVENTS.find((known) => known === name);
    if (batchEvent) return batches.take(batchEvent, event as never, atMs);
    const { message, count } = event as { readonly message?: string; readonly count?: number };
    const text = name === 'events-lost' ? `${count} events came too fast to be shown.` : message;
    return [style.warn(`! ${printable(text ?? name)}`)];
  };
}
