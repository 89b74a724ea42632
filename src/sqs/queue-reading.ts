import type { Scope } from '../aws/scope.ts';
import type { MessageCounts } from './message-index.ts';
import type { Queue } from './queue.ts';
import type { Usage } from './queue-usage.ts';

/** What a meter at a queue shows. */
export interface QueueReading {
  readonly scope: Scope;
  readonly name: string;
  readonly messages: MessageCounts;
  /** When the oldest message was first sent; undefined when there is none. */
  readonly oldestSentAtMs: number | undefined;
  /** What was done since the last reading; undefined when nothing was. */
  readonly usage: Usage | undefined;
}

/** Reads the meter, which then counts anew. */
export function readMeter({ scope, name, index, usage }: Queue, nowMs: number): QueueReading {
  const messages = index.line.counts(nowMs);
  return { scope, name, messages, oldestSentAtMs: index.oldestSentAtMs, usage: usage.take() };
}
