import type { LedgerEntry, LedgerPlace } from './redrive-ledger-entry.ts';
import type { SendOutcome } from './redrive-target.ts';

/** What the ledger knows of a record: it was sent, or was being sent and nobody knows how it ended. */
export interface RecordState {
  readonly type: 'sent' | 'unknown';
  readonly target: string;
  readonly atMs: number;
}

interface Send {
  readonly keys: readonly string[];
  /** What was known before, to which a failed send goes back. */
  readonly before: readonly (RecordState | undefined)[];
}

/**
 * Remembers what was sent to whom. An entry is written before and after each send: what has only the
 * first of them is unknown, whatever cut it off. `append` returns once the entry would survive the
 * death of the machine.
 */
export class RedriveLedger {
  readonly #states = new Map<string, RecordState>();
  readonly #open = new Map<number, Send>();
  readonly #append: (entry: LedgerEntry) => void;
  readonly #audiences = new Set<string>();
  #lastId = 0;

  constructor(entries: Iterable<LedgerEntry>, append: (entry: LedgerEntry) => void) {
    this.#append = append;
    for (const entry of entries) this.#apply(entry);
  }

  /** Whether anything was ever sent there. */
  knows(audience: string): boolean {
    return this.#audiences.has(audience);
  }

  stateOf(place: Omit<LedgerPlace, 'target'>, record: string): RecordState | undefined {
    return this.#states.get(keyOf(place, record));
  }

  /** To be called before a send; answers what `end` is to be given. */
  begin(place: LedgerPlace, records: readonly string[], atMs: number): number {
    const id = this.#lastId + 1;
    this.#write({ type: 'sending', id, atMs, ...place, records });
    return id;
  }

  /** To be called with what the target answered, an outcome for each record. */
  end(id: number, outcomes: readonly SendOutcome[], atMs: number): void {
    const sent: number[] = [];
    const failed: number[] = [];
    for (const [index, { type }] of outcomes.entries()) {
      if (type === 'sent') sent.push(index);
      if (type === 'failed') failed.push(index);
    }
    const reason = outcomes.find((outcome) => outcome.type !== 'sent')?.reason;
    this.#write({ type: 'answered', id, atMs, sent, failed, ...(reason && { reason }) });
  }

  /** Counts records as sent of which nobody but a person can know it. */
  accept(place: LedgerPlace, records: readonly string[], atMs: number): void {
    this.#write({ type: 'accepted', atMs, ...place, records });
  }

  #write(entry: LedgerEntry): void {
    this.#append(entry);
    this.#apply(entry);
  }

  #apply(entry: LedgerEntry): void {
    if (entry.type === 'sending') this.#begun(entry);
    else if (entry.type === 'answered') this.#ended(entry);
    else {
      const { target, atMs } = entry;
      for (const record of entry.records) {
        this.#states.set(keyOf(entry, record), { type: 'sent', target, atMs });
      }
    }
  }

  #begun(entry: LedgerEntry & { type: 'sending' }): void {
    const { id, target, atMs } = entry;
    this.#lastId = Math.max(this.#lastId, id);
    this.#audiences.add(entry.audience);
    const keys = entry.records.map((record) => keyOf(entry, record));
    this.#open.set(id, { keys, before: keys.map((key) => this.#states.get(key)) });
    for (const key of keys) this.#states.set(key, { type: 'unknown', target, atMs });
  }

  #ended({ id, sent, failed, atMs }: LedgerEntry & { type: 'answered' }): void {
    const { keys, before } = this.#open.get(id) ?? { keys: [], before: [] };
    this.#open.delete(id);
    for (const index of sent) {
      const key = keys[index];
      const state = key === undefined ? undefined : this.#states.get(key);
      if (key !== undefined && state) this.#states.set(key, { ...state, type: 'sent', atMs });
    }
    for (const index of failed) {
      const [key, state] = [keys[index], before[index]];
      if (key === undefined) continue;
      if (state) this.#states.set(key, state);
      else this.#states.delete(key);
    }
  }
}

function keyOf({ audience, streamArn, shardId }: Omit<LedgerPlace, 'target'>, record: string) {
  return `${audience} ${streamArn} ${shardId} ${record}`;
}
