import type { ReadAnswer } from './ports.ts';
import type { ShardPosition } from './stream-record.ts';

export interface ReadAheadOptions {
  readonly readNow: (position: ShardPosition, limit: number) => Promise<ReadAnswer>;
  /** Called with a page that was taken ahead, and will be read next. */
  readonly onTaken?: (page: ReadAnswer) => void;
}

/**
 * Reads the next page of a shard while the function still works on this one. A page is taken ahead
 * only while the shard has more than enough, and is used only when it is full: what is read then is
 * what would be read now, because a shard only ever grows. So nothing but time is gained by it; a
 * function that is waited for made up a third of the time that a shard took to be worked through.
 */
export class ReadAhead {
  readonly #options: ReadAheadOptions;
  /** Where the next page begins, when the last one was full; absent while one is being read. */
  #next: Place | undefined;
  #taken: (Place & { readonly answer: Promise<ReadAnswer | undefined> }) | undefined;

  constructor(options: ReadAheadOptions) {
    this.#options = options;
  }

  /** The function has got its event: there is time now. */
  begin(): void {
    if (!this.#next || this.#taken) return;
    const { position, limit } = this.#next;
    this.#taken = { position, limit, answer: turn().then(() => this.#take(position, limit)) };
  }

  async read(position: ShardPosition, limit: number): Promise<ReadAnswer> {
    const taken = this.#taken;
    this.#next = undefined;
    this.#taken = undefined;
    const isNext = taken && isSame(position, taken.position) && limit === taken.limit;
    const ahead = isNext ? await taken.answer : undefined;
    const answer = ahead ?? (await this.#options.readNow(position, limit));
    const { sequenceNumber } = answer.records.at(-1) ?? {};
    if (sequenceNumber !== undefined && answer.records.length === limit) {
      this.#next = { position: { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber }, limit };
    }
    return answer;
  }

  /** A full page, ready; undefined for any other: what is wrong with it is found out when it is due. */
  async #take(position: ShardPosition, limit: number): Promise<ReadAnswer | undefined> {
    const answer = await this.#options.readNow(position, limit).catch(() => undefined);
    if (answer?.records.length !== limit) return undefined;
    this.#options.onTaken?.(answer);
    return answer;
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

interface Place {
  readonly position: ShardPosition;
  readonly limit: number;
}

function isSame(one: ShardPosition, other: ShardPosition): boolean {
  return (
    one.type === 'AFTER_SEQUENCE_NUMBER' &&
    other.type === 'AFTER_SEQUENCE_NUMBER' &&
    one.sequenceNumber === other.sequenceNumber
  );
}
