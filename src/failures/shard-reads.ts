import { type Clock, sleep } from '../clock/clock.ts';
import type { Failure, HydratedRecord } from './failure.ts';
import { FailuresError } from './failures-error.ts';

export interface RecordPage {
  readonly records: readonly HydratedRecord[];
  /** Absent at the end of a closed shard. */
  readonly nextIterator?: string | undefined;
  readonly millisBehindLatest: number;
}

/** What reading a shard takes of Kinesis. */
export interface ReadPorts {
  readonly clock: Clock;
  readonly read: (failure: Failure, iterator: string) => Promise<RecordPage | 'throttled'>;
  /** Called for each read that was turned down. */
  readonly onThrottled?: ((failure: Failure, pauseMs: number) => void) | undefined;
}

/** Kinesis serves five reads a second of each shard, which the consumers need as well. */
const READ_EVERY_MS = 250;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;
const MOST_THROTTLED = 30;

/**
 * Reads the pages of one shard, no faster than its readers may, whoever the ranges belong to; and
 * keeps the last page, in which the ranges of further messages often lie.
 */
export class ShardReads {
  readonly #ports: ReadPorts;
  #mayReadAtMs = 0;
  #last: RecordPage | undefined;

  constructor(ports: ReadPorts) {
    this.#ports = ports;
  }

  /** Waits for its turn, and while the shard throttles. Rejects with a FailuresError at last. */
  async read(failure: Failure, iterator: string): Promise<RecordPage> {
    const { clock, read, onThrottled } = this.#ports;
    for (let throttled = 0; ; throttled++) {
      await this.#turn();
      const page = await read(failure, iterator);
      if (page !== 'throttled') {
        if (page.records.length > 0) this.#last = page;
        return page;
      }
      const pauseMs = pauseAfter(throttled, failure);
      onThrottled?.(failure, pauseMs);
      await sleep(clock, pauseMs);
    }
  }

  async #turn(): Promise<void> {
    const { clock } = this.#ports;
    const waitMs = this.#mayReadAtMs - clock.now();
    if (waitMs > 0) await sleep(clock, waitMs);
    this.#mayReadAtMs = clock.now() + READ_EVERY_MS;
  }

  /** The records of a range that the last page holds from its first to its last one. */
  kept(range: Pick<Failure, 'startSequenceNumber' | 'endSequenceNumber'>) {
    const { records } = this.#last ?? { records: [] };
    const indexOf = (number: string) =>
      records.findIndex(({ sequenceNumber }) => sequenceNumber === number);
    const [first, last] = [indexOf(range.startSequenceNumber), indexOf(range.endSequenceNumber)];
    return first === -1 || last < first ? undefined : records.slice(first, last + 1);
  }
}

function pauseAfter(times: number, { streamArn, shardId }: Failure): number {
  if (times < MOST_THROTTLED) return Math.min(FIRST_PAUSE_MS * 2 ** times, LONGEST_PAUSE_MS);
  const advice = 'Its consumers use up its five reads a second; try again later.';
  throw new FailuresError('Throttled', `${shardId} of ${streamArn} throttles reads. ${advice}`);
}
