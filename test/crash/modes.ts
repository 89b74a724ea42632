import { advancer } from './load/advancer.ts';
import type { Source } from './load/burst.ts';
import { producer } from './load/producer.ts';
import { receiver, sender } from './load/queue-traffic.ts';
import { resharder } from './load/resharder.ts';
import { AGING_CONSUMERS, CONSUMERS, type Consumer } from './template.ts';

/** A kind of crash test. */
export interface Mode {
  readonly consumers: Readonly<Record<string, Consumer>>;
  /** Further arguments of `sluicebox up`. */
  readonly args: readonly string[];
  /** How many of the kills, from 0 to 1, come while the server starts. */
  readonly whileStarting: number;
  /** After so many kills everything begins anew, with an empty folder; absent: never. */
  readonly killsOfAFolder?: number;
  /** The clock is moved by the load; else it is the machine's. */
  readonly isClockMoved: boolean;
  readonly sources: readonly Source[];
}

const mixed: Mode = {
  consumers: CONSUMERS,
  args: [],
  whileStarting: 0.1,
  isClockMoved: false,
  sources: [
    producer({ name: 'one', streamName: 'narrow', mostRecords: 1 }),
    producer({ name: 'some', streamName: 'narrow', mostRecords: 8 }),
    producer({ name: 'single', streamName: 'wide', mostRecords: 1 }),
    producer({ name: 'many', streamName: 'wide', mostRecords: 40 }),
    sender,
    receiver,
  ],
};

export const MODES = {
  /** Puts, deliveries that fail in every way, and queue traffic, all at once. */
  mixed,
  /** The same while a stream is split, merged and scaled. */
  reshard: {
    ...mixed,
    whileStarting: 0,
    sources: [...mixed.sources, resharder('wide')],
  },
  /** Most kills come while a template is loaded, at first into an empty folder. */
  start: { ...mixed, whileStarting: 0.7, killsOfAFolder: 4 },
  /** Hours pass within a moment, so that records reach the end of their retention. */
  retention: {
    consumers: AGING_CONSUMERS,
    args: ['--clock', 'manual'],
    whileStarting: 0,
    killsOfAFolder: 4,
    isClockMoved: true,
    sources: [
      producer({ name: 'first', streamName: 'narrow', mostRecords: 10, isClockMoved: true }),
      producer({ name: 'second', streamName: 'narrow', mostRecords: 10, isClockMoved: true }),
      advancer,
    ],
  },
} as const satisfies Record<string, Mode>;

export type ModeName = keyof typeof MODES;
