/** What a process did to its files, as far as it matters when the power fails. */
export type Call =
  | { readonly kind: 'made' | 'madeFolder'; readonly path: string }
  | { readonly kind: 'removed'; readonly path: string }
  | { readonly kind: 'renamed'; readonly path: string; readonly to: string }
  | { readonly kind: 'resized'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'wrote'; readonly path: string; readonly at: number; readonly bytes: Buffer }
  /** A sync is good for what was written before it began, once it has ended. */
  | {
      readonly kind: 'syncBegan' | 'syncEnded';
      readonly path: string;
      readonly sync: string;
      /** Of a write that is a sync: what of the file it makes safe. */
      readonly range?: { readonly from: number; readonly to: number } | undefined;
    }
  /** It wrote to where it had last written, which is not followed here. */
  | { readonly kind: 'wroteSomewhere'; readonly path: string }
  /** What it told the world. */
  | { readonly kind: 'said'; readonly text: string };

/** The calls of which `strace` is to write down everything. */
export const STRACE = [
  ...['-f', '-y', '-xx', '-s', '1000000', '-e', 'signal=none', '-e'],
  'trace=lseek,write,writev,pwrite64,pwritev,fsync,fdatasync,ftruncate,openat,mkdir,unlink,rename,msync',
];

const CALL = /^(\d+) +(\w+)\((.*)$/;
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>/;
const FILE = /^(\d+)<([^>]*)>/;

/** Reads what `strace` wrote with these options. @throws on a call that the model does not know */
export function readTrace(text: string): Call[] {
  return new TraceReader().read(text);
}

class TraceReader {
  readonly #calls: Call[] = [];
  /** By process, the sync that has not ended. */
  readonly #pending = new Map<string, string>();
  /** Files of which every write is a sync. */
  readonly #synced = new Set<string>();

  /** Where a file was last sought, for writes that say no place. */
  readonly #sought = new Map<string, number>();

  read(text: string): Call[] {
    for (const line of text.split('\n')) {
      const resumed = RESUMED.exec(line);
      if (resumed) {
        this.#end(resumed[1] as string);
        continue;
      }
      const call = CALL.exec(line);
      if (!call) continue;
      const [, thread = '', name = '', rest = ''] = call;
      if (/\) += -1 E/.test(rest)) continue;
      this.#take({ thread, name, rest });
      if (!rest.endsWith('<unfinished ...>')) this.#end(thread);
    }
    return this.#calls;
  }

  #take({ thread, name, rest }: { thread: string; name: string; rest: string }): void {
    const file = FILE.exec(rest);
    const path = file ? bytesOf(file[2] as string).toString() : (pathsIn(rest)[0] ?? '');
    if (name === 'openat') this.#open(path, rest);
    else if (name === 'mkdir') this.#calls.push({ kind: 'madeFolder', path });
    else if (name === 'unlink') this.#calls.push({ kind: 'removed', path });
    else if (name === 'rename') this.#calls.push({ kind: 'renamed', path, to: pathsIn(rest)[1]! });
    else if (name === 'ftruncate') this.#calls.push({ kind: 'resized', path, bytes: last(rest) });
    else if (name === 'fsync' || name === 'fdatasync') this.#beginSync(thread, path);
    else if (name === 'write' && file?.[1] === '1') {
      this.#calls.push({ kind: 'said', text: bytesOf(rest).toString() });
    } else if (name === 'lseek') this.#seek(path, rest);
    else if (name === 'pwrite64' || name === 'pwritev' || name === 'writev') {
      const bytes = bytesOf(rest.slice(file?.[0].length));
      const at = name === 'writev' ? (this.#sought.get(path) ?? 0) : last(rest);
      this.#calls.push({ kind: 'wrote', path, at, bytes });
      const range = { from: at, to: at + bytes.length };
      if (this.#synced.has(`${file?.[1]} ${path}`)) this.#beginSync(thread, path, range);
    } else if (name === 'write') this.#calls.push({ kind: 'wroteSomewhere', path });
    else throw new Error(`The model of power cuts does not know ${name}.`);
  }

  #seek(path: string, rest: string): void {
    if (rest.includes('SEEK_SET')) this.#sought.set(path, numberIn(/, (\d+), SEEK_SET/, rest));
  }

  #open(path: string, rest: string): void {
    if (rest.includes('O_CREAT')) this.#calls.push({ kind: 'made', path });
    if (rest.includes('O_TRUNC')) this.#calls.push({ kind: 'resized', path, bytes: 0 });
    const opened = / = (\d+)</.exec(rest)?.[1];
    const key = `${opened} ${path}`;
    if (/O_D?SYNC/.test(rest)) this.#synced.add(key);
    else this.#synced.delete(key);
  }

  #beginSync(thread: string, path: string, range?: { from: number; to: number }): void {
    this.#calls.push({ kind: 'syncBegan', path, sync: thread, range });
    this.#pending.set(thread, path);
  }

  #end(thread: string): void {
    const path = this.#pending.get(thread);
    if (path === undefined) return;
    this.#pending.delete(thread);
    this.#calls.push({ kind: 'syncEnded', path, sync: thread });
  }
}

/** All bytes in the quoted strings of a line; or those of a text without quotes. */
function bytesOf(text: string): Buffer {
  const quoted = text.includes('"')
    ? [...text.matchAll(/"([^"]*)"/g)].map(([, part]) => part)
    : [text];
  return Buffer.from(quoted.join('').replaceAll('\\x', ''), 'hex');
}

const pathsIn = (rest: string) =>
  (rest.match(/"[^"]*"/g) ?? []).map((quoted) => bytesOf(quoted).toString());

/** The last argument, a number. */
const last = (rest: string) => numberIn(/, (\d+)(?:\) += \d+| <unfinished \.\.\.>)$/, rest);

function numberIn(form: RegExp, rest: string): number {
  const found = form.exec(rest)?.[1];
  if (found === undefined)
    throw new Error(`The trace has no number where one is due: ${rest.slice(-120)}`);
  return Number(found);
}
