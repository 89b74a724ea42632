import type { Change, WrittenChange } from './frame.ts';
import { type Journal, startOfSegment } from './journal.ts';
import type { WalkStart } from './segment-file.ts';
import type { Progress } from './settled-tree.ts';
import type { Slot } from './slot.ts';

/** A segment of which less than this share is needed is given up: the rest is written again. */
const LEAST_LIVE_SHARE = 0.25;
/** How much of a segment is looked at, and written again, in one turn of the event loop. */
const COMMITS_OF_A_TURN = 500;

export interface NeedlessSegmentsOptions {
  readonly journal: Journal;
  /** How far the tree is; undefined while it is taking something over. */
  readonly progress: () => Progress | undefined;
  readonly slot: (name: string) => Slot | undefined;
  readonly commit: (changes: readonly Change[]) => void;
  readonly onProblem: (message: string) => void;
}

/**
 * Gives back the space of segments: those that the tree no longer points into are removed, and of
 * one into which it hardly points, what is needed is written again, so that it will be one of them.
 */
export class NeedlessSegments {
  readonly #options: NeedlessSegmentsOptions;
  /** The segment that is being gone through, which must stay so long. */
  #compacting: { readonly segment: number; readonly done: Promise<void> } | undefined;
  /** Segments of which everything needed has been written again. */
  readonly #compacted = new Set<number>();
  #isStopped = false;

  constructor(options: NeedlessSegmentsOptions) {
    this.#options = options;
  }

  /** Looks what there is to give back; to be called when the tree has taken something over. */
  tidy(): void {
    const { journal, progress: progressNow } = this.#options;
    const progress = progressNow();
    if (!progress) return;
    const { settled, liveBytes } = progress;
    const behind = journal.segments().filter((segment) => segment < settled.segment);
    const dead = behind.filter(
      (segment) => !liveBytes.has(segment) && segment !== this.#compacting?.segment,
    );
    journal.forget(dead);
    for (const segment of dead) this.#compacted.delete(segment);
    if (this.#compacting || this.#isStopped) return;
    const sparse = behind.find((segment) => {
      const live = liveBytes.get(segment) ?? 0;
      const isSparse = live > 0 && live < LEAST_LIVE_SHARE * journal.bytesOf(segment);
      return isSparse && !this.#compacted.has(segment);
    });
    if (sparse === undefined) return;
    this.#compacting = { segment: sparse, done: this.#compact(sparse) };
  }

  /** Writes nothing again any more; resolves when nothing of that is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#compacting?.done;
  }

  /** Writes again what is still needed of a segment. */
  async #compact(segment: number): Promise<void> {
    const { journal, commit, onProblem } = this.#options;
    try {
      let from: WalkStart = startOfSegment(segment);
      for (let end = 'paused'; end === 'paused'; ) {
        await new Promise((resolve) => setImmediate(resolve));
        if (this.#isStopped) return;
        const needed: Change[] = [];
        const visit = (written: readonly WrittenChange[]) => this.#collect(written, needed);
        ({ end, position: from } = journal.walk(from, { most: COMMITS_OF_A_TURN, visit }));
        if (needed.length > 0) commit(needed);
      }
      this.#compacted.add(segment);
    } catch (error) {
      // The other segments must not wait for one that will not become whole.
      if ((error as { code?: string }).code === 'Damaged') this.#compacted.add(segment);
      onProblem(`Space could not be won back: ${(error as Error).message}`);
    }
    this.#compacting = undefined;
    if (this.#compacted.has(segment)) this.tidy();
  }

  /** Adds the values of which this is still the place. */
  #collect(written: readonly WrittenChange[], needed: Change[]): void {
    const { journal, slot } = this.#options;
    for (const { name, value } of written) {
      const kept = value && slot(name);
      if (!kept || kept.bytes) continue;
      const { place, form } = kept;
      if (place.segment !== value.place.segment || place.offset !== value.place.offset) continue;
      needed.push({ name, value: { form, bytes: journal.read(place) } });
    }
  }
}
