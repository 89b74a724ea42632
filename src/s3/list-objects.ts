import type { Reader } from '../store/store.ts';
import { type Bucket, readObjects } from './bucket-store.ts';
import { LIMITS } from './limits.ts';
import { isKeepable } from './object-check.ts';
import { S3Error } from './s3-error.ts';
import type { StoredObject } from './stored-object.ts';

/** Which objects are listed. */
export interface ListOptions {
  /** Only keys that begin so. */
  readonly prefix?: string | undefined;
  /** Keys that are the same up to this text, past the prefix, are listed as one common prefix. */
  readonly delimiter?: string | undefined;
  /** Only what stands behind this key or common prefix. */
  readonly after?: string | undefined;
  /** How many keys and common prefixes; never more than 1000. */
  readonly maxKeys?: number | undefined;
}

export interface Listing {
  readonly objects: StoredObject[];
  readonly commonPrefixes: string[];
  /** Set when there is more: the last key or common prefix listed, for `after`. */
  readonly next: string | undefined;
}

/** Sorts behind whatever begins with the text that it is put behind. */
const LAST_CHARACTER = '\u{10ffff}';

/**
 * Lists objects in the order of their keys' UTF-8 bytes. What is rolled up in a common prefix is
 * skipped, not read.
 *
 * @throws S3Error InvalidArgument
 */
export function listObjects(reader: Reader, bucket: Bucket, options: ListOptions): Listing {
  const { prefix = '', after = '', maxKeys = LIMITS.listedKeys } = options;
  checkPlace('prefix', prefix);
  checkPlace('start-after', after);
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw new S3Error('InvalidArgument', 'Argument maxKeys must be an integer, and not negative');
  const most = Math.min(maxKeys, LIMITS.listedKeys);
  const objects: StoredObject[] = [];
  const commonPrefixes: string[] = [];
  let last = '';
  for (const item of itemsOf(reader, bucket, options)) {
    if (objects.length + commonPrefixes.length === most)
      return { objects, commonPrefixes, next: most === 0 ? undefined : last };
    if (typeof item === 'string') commonPrefixes.push(item);
    else objects.push(item);
    last = typeof item === 'string' ? item : item.key;
  }
  return { objects, commonPrefixes, next: undefined };
}

/** Objects, and common prefixes as texts. */
function* itemsOf(
  reader: Reader,
  bucket: Bucket,
  { prefix = '', delimiter = '', after = '' }: ListOptions,
): Generator<StoredObject | string, void, void> {
  let from = isBefore(prefix, after) ? after : prefix;
  let rolledUp = after;
  for (;;) {
    let isDone = true;
    for (const object of readObjects(reader, bucket, from)) {
      if (!object.key.startsWith(prefix)) return;
      const common = commonPrefixOf(object.key, prefix, delimiter);
      if (common === undefined) {
        if (object.key !== after) yield object;
        continue;
      }
      if (common !== rolledUp) yield common;
      else if (from === common + LAST_CHARACTER) continue;
      rolledUp = common;
      from = common + LAST_CHARACTER;
      isDone = false;
      break;
    }
    if (isDone) return;
  }
}

function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

const isBefore = (left: string, right: string) =>
  Buffer.compare(Buffer.from(left), Buffer.from(right)) < 0;

function checkPlace(argument: string, text: string): void {
  if (Buffer.byteLength(text) <= LIMITS.keyBytes && isKeepable(text)) return;
  throw new S3Error('InvalidArgument', `No key can have the ${argument} that you specified`);
}
