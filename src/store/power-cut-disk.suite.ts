import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Call } from './power-cut-trace.suite.ts';

const PAGE_BYTES = 4096;

/** Chooses one of `count`. */
export type Choose = (count: number) => number;

/** What something was at one time and another; the first is what the disk has for certain. */
class Versions<T> {
  #versions: T[];
  /** By sync under way, the version that it will make certain. */
  readonly #inSync = new Map<string, T>();

  constructor(first: T) {
    this.#versions = [first];
  }

  get newest(): T {
    return this.#versions.at(-1) as T;
  }

  add(version: T): void {
    this.#versions.push(version);
  }

  beginSync(sync: string): void {
    this.#inSync.set(sync, this.newest);
  }

  endSync(sync: string): void {
    const from = this.#versions.lastIndexOf(this.#inSync.get(sync) as T);
    if (this.#inSync.delete(sync) && from > 0) this.#versions = this.#versions.slice(from);
  }

  any(choose: Choose): T {
    return this.#versions[choose(this.#versions.length)] as T;
  }
}

interface Page {
  readonly bytes: Buffer;
}

/** A file of which each page, and the length, reaches the disk by itself. */
class ModelFile {
  readonly #pages = new Map<number, Versions<Page>>();
  readonly #size = new Versions({ bytes: 0 });

  resize(bytes: number): void {
    if (bytes < this.#size.newest.bytes) this.#clearBehind(bytes);
    this.#size.add({ bytes });
  }

  #clearBehind(bytes: number): void {
    for (const [number, page] of this.#pages) {
      const kept = bytes - number * PAGE_BYTES;
      if (kept >= PAGE_BYTES) continue;
      const rest = Buffer.from(page.newest.bytes).fill(0, Math.max(0, kept));
      page.add({ bytes: rest });
    }
  }

  write(at: number, bytes: Buffer): void {
    for (let done = 0; done < bytes.length; ) {
      const number = Math.floor((at + done) / PAGE_BYTES);
      const start = at + done - number * PAGE_BYTES;
      const part = bytes.subarray(done, done + PAGE_BYTES - start);
      const page = this.#pages.get(number) ?? new Versions({ bytes: Buffer.alloc(PAGE_BYTES) });
      this.#pages.set(number, page);
      const changed = Buffer.from(page.newest.bytes);
      changed.set(part, start);
      page.add({ bytes: changed });
      done += part.length;
    }
    const end = at + bytes.length;
    if (end > this.#size.newest.bytes) this.#size.add({ bytes: end });
  }

  beginSync(sync: string, { from, to } = { from: 0, to: Number.POSITIVE_INFINITY }): void {
    this.#size.beginSync(sync);
    for (const [number, page] of this.#pages) {
      const at = number * PAGE_BYTES;
      if (at < to && at + PAGE_BYTES > from) page.beginSync(sync);
    }
  }

  endSync(sync: string): void {
    for (const part of [this.#size, ...this.#pages.values()]) part.endSync(sync);
  }

  any(choose: Choose): Buffer {
    const content = Buffer.alloc(this.#size.any(choose).bytes);
    for (const [number, page] of this.#pages) {
      const at = number * PAGE_BYTES;
      if (at < content.length) page.any(choose).bytes.copy(content, at);
    }
    return content;
  }
}

type Sync = Extract<Call, { readonly kind: 'syncBegan' | 'syncEnded' }>;

/** A name in a folder; what it names, if anything. */
type Named = { readonly file: ModelFile | 'folder' | undefined };

/**
 * A disk of which, when the power fails, all that was not synced may be there or not, each page, each
 * length and each name by itself. A file that is synced does not make its name safe: its folder does.
 */
export class ModelDisk {
  readonly #names = new Map<string, Versions<Named>>();
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Files outside of the root are not modelled. */
  do(call: Call): void {
    if (call.kind === 'said' || (call.path !== this.#root && !this.#isInside(call.path))) return;
    if (call.kind === 'syncBegan' || call.kind === 'syncEnded') {
      this.#sync(call.kind === 'syncBegan' ? 'beginSync' : 'endSync', call);
      return;
    }
    if (call.kind === 'wroteSomewhere') throw new Error(`Where in ${call.path}?`);
    const name = this.#name(call.path);
    const { file } = name.newest;
    if (call.kind === 'removed') name.add({ file: undefined });
    else if (call.kind === 'madeFolder') name.add({ file: 'folder' });
    else if (call.kind === 'renamed') {
      name.add({ file: undefined });
      this.#name(call.to).add({ file });
    } else if (call.kind === 'made') {
      if (!file) name.add({ file: new ModelFile() });
    } else if (file instanceof ModelFile) {
      if (call.kind === 'wrote') file.write(call.at, call.bytes);
      else if (call.kind === 'resized') file.resize(call.bytes);
    }
  }

  #isInside = (path: string) => path.startsWith(`${this.#root}/`);

  #name(path: string): Versions<Named> {
    const name = this.#names.get(path) ?? new Versions<Named>({ file: undefined });
    this.#names.set(path, name);
    return name;
  }

  #sync(change: 'beginSync' | 'endSync', { path, sync, range }: Sync): void {
    const { file } = this.#name(path).newest;
    if (file instanceof ModelFile) file[change](sync, range);
    for (const [inside, name] of this.#names) {
      if (dirname(inside) === path) name[change](sync);
    }
  }

  /** Writes into a new folder what the disk may have when the power fails now. */
  cut(into: string, choose: Choose): void {
    const files = [...this.#names].map(([path, name]) => [path, name.any(choose).file] as const);
    const there = new Map(files);
    mkdirSync(into, { recursive: true });
    for (const [path, file] of files) {
      if (!(file instanceof ModelFile)) continue;
      const parent = dirname(path);
      if (parent !== this.#root && there.get(parent) === undefined) continue;
      const copy = join(into, relative(this.#root, path));
      mkdirSync(dirname(copy), { recursive: true });
      writeFileSync(copy, file.any(choose));
    }
  }
}
