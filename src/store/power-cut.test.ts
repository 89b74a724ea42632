import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { seededRandom } from '../random/random.ts';
import { builtProgram } from './built-program.suite.ts';
import { openStore } from './durable-store.suite.ts';
import type { Durability } from './durable-store.ts';
import { currentBoot } from './lmdb-file-snapshot.ts';
import type * as owner from './owner.ts';
import { ModelDisk } from './power-cut-disk.suite.ts';
import { stateAfter } from './power-cut-history.suite.ts';
import { type Call, readTrace, STRACE } from './power-cut-trace.suite.ts';

vi.mock('./owner.ts', async (original) => ({
  ...(await original<typeof owner>()),
  mayHaveLostPower: () => true,
}));

/** More, or others: `POWER_CUTS=300 POWER_CUT_SEED=7 npx vitest run src/store/power-cut.test.ts`. */
const CUTS = Number(process.env.POWER_CUTS ?? 15);
const SEED = Number(process.env.POWER_CUT_SEED ?? 1);
const COMMITS = 250;

let world: string;
let program: string;
beforeAll(async () => {
  world = mkdtempSync(join(tmpdir(), 'sluicebox-power-'));
  program = await builtProgram(new URL('power-cut-writer.suite.ts', import.meta.url));
});
afterAll(() => {
  for (const path of [world, dirname(program)]) rmSync(path, { recursive: true, force: true });
});

/** What a process does that makes the commits of the history. */
function callsOf(root: string, durability: Durability): Call[] {
  const trace = join(world, `${durability}.trace`);
  const data = join(root, 'data');
  const writer = [process.execPath, program, data, durability, String(COMMITS)];
  const { status, stderr } = spawnSync('strace', [...STRACE, '-o', trace, ...writer]);
  expect([status, stderr.toString()]).toEqual([0, '']);
  return readTrace(readFileSync(trace, 'latin1'));
}

/** LMDB notes which start of the machine it was: lets what it wrote be of another one. */
function ofAnotherBoot(file: string): void {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  const boot = Buffer.alloc(8);
  boot.writeBigUInt64LE(BigInt(currentBoot()));
  for (let at = bytes.indexOf(boot); at >= 0 && at < 8192; at = bytes.indexOf(boot, at + 1)) {
    bytes.writeUInt32LE(currentBoot() ^ 1, at);
  }
  writeFileSync(file, bytes);
}

/** What a folder holds: the number of its last commit, whose state it must be, all of it. */
async function lastCommitIn(folder: string): Promise<number> {
  ofAnotherBoot(join(folder, 'store.mdb'));
  const store = openStore(folder, { onProblem: () => {} });
  const count = store.get<number>(['count']) ?? 0;
  const found = new Map<string, unknown>();
  for (const prefix of ['count', 'large', 'small']) {
    for (const { key, value } of store.range({ prefix: [prefix] })) {
      found.set(JSON.stringify(key), value);
    }
  }
  const expected = stateAfter(count);
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, value] of expected) expect(found.get(key)).toEqual(value);
  await store.transact((transaction) => transaction.put(['after'], 1));
  await store.close();
  const again = openStore(folder);
  expect([again.get(['count']) ?? 0, again.get(['after'])]).toEqual([count, 1]);
  await again.close();
  return count;
}

/** Cuts the power at random moments; answers what went wrong. */
async function cuts(root: string, calls: readonly Call[], durability: Durability) {
  const problems: string[] = [];
  const random = seededRandom(SEED);
  const below = (count: number) => Math.floor(random.fraction() * count);
  // A tree that is being made is refused, and nothing was acknowledged that it could hold.
  const first = calls.findIndex((call) => call.kind === 'made' && call.path.includes('/journal-'));
  for (let cut = 0; cut < CUTS; cut++) {
    const moment = first + below(calls.length - first);
    const disk = new ModelDisk(root);
    let acknowledged = 0;
    for (const call of calls.slice(0, moment)) {
      disk.do(call);
      if (call.kind === 'said') acknowledged = Number(call.text);
    }
    // Some disks had written nearly everything, some nearly nothing.
    const mood = below(4);
    const choose = (count: number) => {
      if (mood > 0 && below(8) > 0) return mood === 1 ? count - 1 : mood === 2 ? 0 : below(count);
      return below(count);
    };
    const into = join(world, 'cut');
    disk.cut(into, choose);
    try {
      const last = await lastCommitIn(join(into, 'data'));
      if (durability === 'disk' && last < acknowledged)
        throw new Error(`lost ${acknowledged}: has ${last}`);
    } catch (error) {
      problems.push(`cut ${cut} at call ${moment}: ${(error as Error).message}`);
    }
    rmSync(into, { recursive: true, force: true });
  }
  return problems;
}

/** Whether calls can be recorded: some machines have strace, and do not let it. */
const CAN_TRACE = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;

describe.skipIf(!CAN_TRACE)('a power cut at any moment (needs strace)', () => {
  test.each<Durability>(['process', 'disk'])(
    'at level %s leaves a folder that opens with the state after one commit',
    async (durability) => {
      const root = mkdtempSync(join(world, 'root-'));
      const calls = callsOf(root, durability);
      expect(calls.map(({ kind }) => kind)).toContain('renamed');
      expect(await cuts(root, calls, durability)).toEqual([]);
    },
    600_000,
  );

  test.each([
    ['the journal', /journal-\d+$/],
    ['the folder above', /root-[^/]*$/],
  ])(
    'would be noticed to lose what was acknowledged, had %s not been synced',
    async (_, path) => {
      const root = mkdtempSync(join(world, 'root-'));
      const isKept = (call: Call) =>
        !call.kind.startsWith('sync') || !path.test((call as { path: string }).path);
      const problems = await cuts(root, callsOf(root, 'disk').filter(isKept), 'disk');
      expect(problems.join()).toContain('lost');
    },
    120_000,
  );
});
