import { bufferToKeyValue, keyValueToBuffer } from 'lmdb';
import { unpack } from 'msgpackr';
import { type EncodedValue, encodeValue } from './encoded-value.ts';
import type { Lmdb } from './lmdb.ts';
import type { Owner } from './owner.ts';
import { sortKey } from './sort-key.ts';
import type { Key } from './store.ts';

/** Exported by LMDB's package, but missing in its types. */
declare module 'lmdb' {
  function bufferToKeyValue(key: Buffer): unknown;
  function keyValueToBuffer(key: unknown): Buffer;
}

/*
 * Format 1 kept every entry in the tree: under a key in LMDB's own ordering, as MessagePack, without
 * checksums, and without a journal.
 */
const FORMAT_KEY = ['meta', 'format'];
const OWNER_KEY = ['meta', 'owner'];

/** Whether a tree has format 1. */
export function isFormat1(tree: Lmdb): boolean {
  return read(tree, FORMAT_KEY) === 1;
}

/** Who has a store of format 1 open. */
export function ownerInFormat1(tree: Lmdb): Owner | undefined {
  return read(tree, OWNER_KEY) as Owner | undefined;
}

/** Writes every entry of format 1 anew with `put`, but for what the store says of itself. */
export function upgradeFormat1(
  tree: Lmdb,
  put: (name: string, value: EncodedValue) => unknown,
): void {
  for (const { key: bytes, value } of [...tree.getRange()]) {
    void tree.remove(bytes);
    const parts = bufferToKeyValue(bytes);
    const key = (Array.isArray(parts) ? parts : [parts]) as Key;
    if (key[0] !== 'meta') put(sortKey(key), encodeValue(unpack(value)));
  }
}

function read(tree: Lmdb, key: string[]): unknown {
  const value = tree.get(keyValueToBuffer(key));
  return value && unpack(value);
}
