import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive that a test makes; what is given says otherwise than the content. */
export interface ZippedFile {
  readonly name: string;
  readonly content?: string | Uint8Array;
  /** As on Unix, the kind of file included; a plain file that nobody may run unless given. */
  readonly mode?: number;
  readonly size?: number;
  readonly crc?: number;
  readonly method?: number;
  readonly flags?: number;
  /** 3, Unix, unless given. */
  readonly host?: number;
}

/** The name of the file, and its content. */
export const file = (name: string, content: string | Uint8Array = name): ZippedFile => ({
  name,
  content,
});

/** Makes a zip archive, as hostile as it is asked for. */
export function zipOf(...files: readonly ZippedFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const each of files) {
    const { name, content = '', mode = 0o100644, method = 8, flags = 0, host = 3 } = each;
    const bytes = Buffer.from(content);
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const { size = bytes.length, crc = crc32(bytes) } = each;
    const names = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(names.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE((host << 8) | 20, 4);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(crc, 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(names.length, 28);
    entry.writeUInt32LE((mode << 16) >>> 0, 38);
    entry.writeUInt32LE(at, 42);
    parts.push(local, names, packed);
    directory.push(entry, names);
    at += local.length + names.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
