import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeValue, encodeValue } from './encoded-value.ts';
import { openLmdb } from './lmdb.ts';
import { type Owner, thisProcess } from './owner.ts';
import { packSlot, unpackSlot } from './slot.ts';
import { sortKey } from './sort-key.ts';

const OWNER_NAME = sortKey(['meta', 'owner']);
const bytesOf = (name: string) => Buffer.from(name, 'latin1');
const pidOfEndedProcess = () =>
  Number(spawnSync(process.execPath, ['-p', 'process.pid']).stdout.toString());

/** Makes a folder belong to a process that is gone, of this start of the machine unless given. */
export async function leaveToTheDead(folder: string, change: Partial<Owner> = {}): Promise<void> {
  const owner = { ...thisProcess(), pid: pidOfEndedProcess(), ...change };
  await putIntoTree(folder, OWNER_NAME, packSlot(bytesOf(OWNER_NAME), encodeValue(owner)));
}

/** Makes a folder one that lost its power while a process had it. */
export const losePower = (folder: string) => leaveToTheDead(folder, { boot: 'an earlier one' });

/** A copy of a folder as it is at this moment, as if its process had been killed. */
export function copyOf(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'sluicebox-left-'));
  cpSync(folder, copy, { recursive: true });
  // Whoever opens a copy of a lock would take the readers of this process for their own.
  rmSync(join(copy, 'store.mdb-lock'), { force: true });
  return copy;
}

export async function ownerOf(folder: string): Promise<Owner | undefined> {
  const tree = openLmdb(join(folder, 'store.mdb'));
  const packed = tree.get(bytesOf(OWNER_NAME));
  await tree.close();
  const slot = packed && unpackSlot(bytesOf(OWNER_NAME), packed);
  return slot?.bytes && (decodeValue(slot) as Owner);
}

/** Writes bytes into the tree behind the store's back. */
export async function putIntoTree(folder: string, name: string, bytes: Buffer): Promise<void> {
  const tree = openLmdb(join(folder, 'store.mdb'));
  await tree.batch(() => void tree.put(bytesOf(name), bytes));
  await tree.flushed;
  await tree.close();
}

/** The segments of a folder's journal, oldest first. */
export const segmentsOf = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith('journal-'))
    .sort()
    .map((name) => join(folder, name));
