import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { open, TransactionFlags } from 'lmdb';
import { packSlot, unpackSlot } from './slot.ts';
import { sortKey } from './sort-key.ts';

/** As the store opens its tree. */
const OPTIONS = {
  noSubdir: true,
  encoding: 'binary',
  keyEncoding: 'binary',
  overlappingSync: true,
} as const;
const COMMIT = TransactionFlags.ABORTABLE | TransactionFlags.SYNCHRONOUS_COMMIT;

/** Packages are found from here. */
const HERE = fileURLToPath(new URL('.', import.meta.url));

/** One step of a history: names to write, with how many bytes, or to remove. */
export interface TreeChange {
  /** The changes begin with this name and go on with the next ones. */
  readonly from: number;
  readonly count: number;
  /** Of each value; undefined removes. */
  readonly bytes: number | undefined;
  /** The transaction is rolled back. */
  readonly fails: boolean;
}

const nameOf = (number: number) =>
  sortKey(['records', '000000000000', 'us-east-1', `orders-${number % 3}`, number]);

/** Opens a file of LMDB as the store does. */
export function openTree(path: string) {
  return open<Buffer, Buffer>({ path, ...OPTIONS });
}

/** Makes one change, in one transaction. */
export function change(
  tree: ReturnType<typeof openTree>,
  { from, count, bytes, fails }: TreeChange,
): void {
  const rolledBack = new Error('rolled back');
  try {
    tree.transactionSync(() => {
      for (let number = from; number < from + count; number++) {
        const name = nameOf(number);
        const key = Buffer.from(name, 'latin1');
        if (bytes === undefined) void tree.remove(key);
        else void tree.put(key, packSlot(key, { form: 0, bytes: Buffer.alloc(bytes, number) }));
      }
      if (fails) throw rolledBack;
    }, COMMIT);
  } catch (error) {
    if (error !== rolledBack) throw error;
  }
}

/** Begins the programs below, which run in processes of their own. */
const PRELUDE = `
  import { open } from 'lmdb';
  const openTree = (path) => open({ path, ...${JSON.stringify(OPTIONS)} });
`;

const READER = `${PRELUDE}
  for (const path of process.argv.slice(1)) {
    const tree = openTree(path);
    const entries = [...tree.getRange({ start: Buffer.from([0]) })];
    const found = entries.every(({ key, value }) => tree.get(key)?.equals(value));
    const texts = entries.map(({ key, value }) => [key.toString('latin1'), value.toString('latin1')]);
    console.log(JSON.stringify({ found, entries: texts }));
    await tree.close();
  }
`;

/**
 * What LMDB reads from files, each as a text, in a process of its own, for it may die of them:
 * 'noticed' when a checksum is wrong, which the store notices by itself.
 */
export function readByLmdb(paths: readonly string[]): string[] {
  const program = ['--input-type=module', '-e', READER, ...paths];
  const options = { cwd: HERE, encoding: 'utf8', maxBuffer: 2 ** 30 } as const;
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, program, options);
  if (status !== 0) throw new Error(`LMDB ended the process: ${signal ?? status} ${stderr}`);
  return stdout.split('\n', paths.length).map((line) => {
    const { found, entries } = JSON.parse(line) as { found: boolean; entries: [string, string][] };
    const isWhole = entries.every(
      ([name, value]) =>
        unpackSlot(Buffer.from(name, 'latin1'), Buffer.from(value, 'latin1')) !== undefined,
    );
    return isWhole ? `${found} ${JSON.stringify(entries)}` : 'noticed';
  });
}

const WRITER = `${PRELUDE}
  const tree = openTree(process.argv[1]);
  for (let round = Number(process.argv[2]); ; round++) {
    const changes = [];
    for (let step = 0; step < (round % 7 === 0 ? 900 : 40); step++) {
      const key = Buffer.from('name-' + ((round * 31 + step * 17) % 3000));
      const bytes = round % 5 === 0 ? 9000 : (round + step) % 500;
      changes.push((round + step) % 3 ? tree.put(key, Buffer.alloc(bytes, step)) : tree.remove(key));
    }
    await Promise.all(changes);
    process.stdout.write('.\\n');
    if (round % 3 === 0) await tree.flushed;
  }
`;

/** Writes to a file without end, in a process of its own, and tells of each commit. */
export async function* endlessWriter(path: string, round: number): AsyncGenerator<ChildProcess> {
  const program = ['--input-type=module', '-e', WRITER, path, String(round)];
  const child = spawn(process.execPath, program, {
    cwd: HERE,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    for await (const _ of createInterface(child.stdout)) yield child;
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

/** A folder that is gone after `using`, and paths in it. */
export function folderOfTrees() {
  const folder = mkdtempSync(join(tmpdir(), 'sluicebox-tree-'));
  return {
    path: (name: string) => join(folder, `${name}.mdb`),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
