import { LambdaError } from '../lambda-error.ts';

/** A file or a folder of a zip archive, as its central directory tells. */
export interface ZipEntry {
  /** Its path within the archive: names, none of which is empty, `.` or `..`. */
  readonly path: readonly string[];
  readonly isFolder: boolean;
  /** Whether its owner may run it; archives that were not made on Unix do not say. */
  readonly isExecutable: boolean;
  /** Its bytes as they stand in the archive. */
  readonly packed: Uint8Array;
  readonly isDeflated: boolean;
  /** How many bytes it has, once it is unpacked, and their CRC-32. */
  readonly size: number;
  readonly crc: number;
}

const END_BYTES = 22;
const END_MARK = 0x06054b50;
const ENTRY_BYTES = 46;
const ENTRY_MARK = 0x02014b50;
const LOCAL_BYTES = 30;
const LOCAL_MARK = 0x04034b50;
/** The longest comment that can stand behind the end mark. */
const MOST_COMMENT_BYTES = 0xffff;

const STORED = 0;
const DEFLATED = 8;
const IS_ENCRYPTED = 0x1;
/** The upper byte of "version made by" of archives whose attributes are those of Unix. */
const UNIX_HOSTS: readonly number[] = [3, 19];
/** The bits of a Unix mode that tell what kind of file it is, and what they may be here. */
const KIND = 0o170000;
const FOLDER = 0o040000;
const KINDS: readonly number[] = [0, FOLDER, 0o100000];
const MAY_RUN = 0o111;

/** How deep a path may be: ours, so that it can be removed again. */
const MOST_DEPTH = 100;

/** The refusal of bytes that are no zip archive, or one that cannot be unpacked safely. */
export function notUnzipped(): LambdaError {
  return new LambdaError(
    'InvalidParameterValueException',
    'Could not unzip uploaded file. Please check your file, then try to upload again.',
  );
}

/**
 * Reads the central directory of a zip archive (APPNOTE.TXT 6.3.9, without ZIP64, which no package
 * of Lambda's size needs). Refuses whatever could be written outside of the folder that it is
 * unpacked to: absolute paths, `..`, drive letters, backslashes, links and devices.
 *
 * @throws LambdaError InvalidParameterValueException
 */
export function readZipDirectory(zip: Buffer): ZipEntry[] {
  const end = findEnd(zip);
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_BYTES > end || zip.readUInt32LE(at) !== ENTRY_MARK) throw notUnzipped();
    entries.push(readEntry(zip, at));
    at += ENTRY_BYTES + variableBytes(zip, at);
  }
  return entries;
}

/** Where the record is that ends the archive: its comment takes exactly the rest of the bytes. */
function findEnd(zip: Buffer): number {
  const first = Math.max(0, zip.length - END_BYTES - MOST_COMMENT_BYTES);
  for (let at = zip.length - END_BYTES; at >= first; at--) {
    const isEnd = zip.readUInt32LE(at) === END_MARK;
    if (isEnd && at + END_BYTES + zip.readUInt16LE(at + 20) === zip.length) return at;
  }
  throw notUnzipped();
}

const variableBytes = (zip: Buffer, at: number) =>
  zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);

function readEntry(zip: Buffer, at: number): ZipEntry {
  const host = zip.readUInt16LE(at + 4) >>> 8;
  const mode = UNIX_HOSTS.includes(host) ? zip.readUInt32LE(at + 38) >>> 16 : 0;
  const method = zip.readUInt16LE(at + 10);
  const isKnown = method === STORED || method === DEFLATED;
  const isEncrypted = (zip.readUInt16LE(at + 8) & IS_ENCRYPTED) !== 0;
  if (!isKnown || isEncrypted || !KINDS.includes(mode & KIND)) throw notUnzipped();
  const name = zip.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + zip.readUInt16LE(at + 28));
  const text = name.toString();
  return {
    path: pathOf(text),
    isFolder: text.endsWith('/') || (mode & KIND) === FOLDER,
    isExecutable: (mode & MAY_RUN) !== 0,
    packed: packedBytes(zip, at),
    isDeflated: method === DEFLATED,
    size: zip.readUInt32LE(at + 24),
    crc: zip.readUInt32LE(at + 16),
  };
}

function packedBytes(zip: Buffer, at: number): Uint8Array {
  const size = zip.readUInt32LE(at + 20);
  const local = zip.readUInt32LE(at + 42);
  if (local + LOCAL_BYTES > zip.length || zip.readUInt32LE(local) !== LOCAL_MARK) {
    throw notUnzipped();
  }
  const skipped = zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const start = local + LOCAL_BYTES + skipped;
  if (start + size > zip.length) throw notUnzipped();
  return zip.subarray(start, start + size);
}

function pathOf(name: string): string[] {
  const isUnsafe =
    name.startsWith('/') || /^[a-z]:/i.test(name) || name.includes('\\') || name.includes('\0');
  const path = name.split('/').filter((part) => part !== '' && part !== '.');
  if (isUnsafe || path.includes('..') || path.length > MOST_DEPTH) throw notUnzipped();
  return path;
}
