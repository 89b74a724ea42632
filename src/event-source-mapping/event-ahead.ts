import type { EventMemory } from './event-memory.ts';
import { type EventIdentity, lambdaEventBytes } from './lambda-event.ts';
import type { StreamRecord } from './stream-record.ts';
import type { WindowInvocation } from './tumbling-window.ts';

/**
 * Writes the event of a page that was read ahead while the function still works: most batches are a
 * page as it was read. Those that are not (filtered, split, of aggregates or with a window) are written
 * when they are due, and the one behind them is not written ahead.
 */
export class EventAhead {
  readonly #identity: EventIdentity;
  readonly #memory: EventMemory;
  /** The page that was read last. */
  #page: readonly StreamRecord[] = [];
  /** Whether the last batch was the page that was read last. */
  #wasPage = false;
  #written: { readonly page: readonly StreamRecord[]; readonly bytes: Uint8Array } | undefined;

  constructor(identity: EventIdentity, memory: EventMemory) {
    this.#identity = identity;
    this.#memory = memory;
  }

  /** A page will be read. */
  prepare(page: readonly StreamRecord[]): void {
    if (!this.#wasPage) return;
    this.#written = { page, bytes: this.#write(page) };
  }

  /** A page has been read. */
  read(page: readonly StreamRecord[]): void {
    this.#page = page;
  }

  /** As `lambdaEventBytes`. */
  eventOf(records: readonly StreamRecord[], window: WindowInvocation | undefined): Uint8Array {
    const written = this.#written;
    this.#written = undefined;
    this.#wasPage = window === undefined && isSame(records, this.#page);
    return this.#wasPage && written?.page === this.#page
      ? written.bytes
      : this.#write(records, window);
  }

  /** The function has worked through an event: its runtime has read all of it, or has a copy. */
  over(event: Uint8Array): void {
    this.#memory.giveBack(event);
  }

  #write(records: readonly StreamRecord[], window?: WindowInvocation): Uint8Array {
    const memory = (bytes: number) => this.#memory.take(bytes);
    return lambdaEventBytes(records, this.#identity, { window, memory });
  }
}

/** Batches keep the order of their shard: the records between the ends need not be compared. */
function isSame(batch: readonly StreamRecord[], page: readonly StreamRecord[]): boolean {
  return batch.length === page.length && batch[0] === page[0] && batch.at(-1) === page.at(-1);
}
