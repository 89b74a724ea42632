import type { Clock } from '../clock/clock.ts';
import type { EventMap, Events } from '../observe/events.ts';
import { BATCH_EVENTS, BatchLines } from './batch-lines.ts';
import { printable, printableLog } from './printable.ts';
import type { Style } from './style.ts';

export interface LiveViewOptions {
  readonly clock: Clock;
  readonly style: Style;
  readonly print: (line: string) => void;
  /** Also what the functions write. */
  readonly withLogs: boolean;
}

/** What besides batches is worth a line, and how it is said. */
const NOTES: { readonly [Name in keyof EventMap]?: (event: EventMap[Name]) => string } = {
  warning: ({ message }) => message,
  'mapping-problem': ({ message }) => message,
  'function-reloaded': ({ functionName }) => `${functionName} was reloaded.`,
  'doubly-encoded-put': ({ streamName }) =>
    `The data put to ${streamName} is Base64 text of Base64 text, so its consumer will not ` +
    'understand it. AWS CLI 1 sends the Data of --records as it stands, where AWS CLI 2 decodes ' +
    'it: give it as plain text (with AWS CLI 2: --cli-binary-format raw-in-base64-out).',
  'unsupported-operation': ({ service, operation }) =>
    `${service} ${operation} was asked for, and is not supported.`,
};

/** Prints everything that happens, as it happens. */
export function showLive(events: Events, { clock, style, print, withLogs }: LiveViewOptions): void {
  const batches = new BatchLines(style);
  for (const name of BATCH_EVENTS) {
    events.on(name, (event) => batches.take(name, event, clock.now()).forEach(print));
  }
  for (const name of Object.keys(NOTES) as (keyof typeof NOTES)[]) {
    const say = NOTES[name] as (event: never) => string;
    events.on(name, (event) => {
      for (const line of say(event as never).split('\n')) print(style.warn(`! ${printable(line)}`));
    });
  }
  if (!withLogs) return;
  events.on('function-output', ({ functionName, message }) => {
    for (const line of message.trimEnd().split('\n')) {
      print(style.faint(`${functionName}: ${printableLog(line)}`));
    }
  });
}
