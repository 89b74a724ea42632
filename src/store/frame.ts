import { crc32 } from 'node:zlib';
import type { EncodedValue, Form } from './encoded-value.ts';

/** Where the bytes of a value stand in the journal, and their checksum. */
export interface Place {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
  readonly crc: number;
}

/** One change: a value for a name, or, without one, that the name has no value any more. */
export interface Change {
  readonly name: string;
  readonly value?: EncodedValue | undefined;
}

/** A change as it stands in the journal. */
export interface WrittenChange {
  readonly name: string;
  readonly value?: { readonly form: Form; readonly place: Place } | undefined;
}

/**
 * Where a frame stands: its segment, its offset in it, and how many frames the journal had before
 * it, modulo 2^32. The number goes on from segment to segment, so that after a power cut the end of
 * one cannot be missing unseen while the next is there.
 */
export interface FramePosition {
  readonly segment: number;
  readonly offset: number;
  readonly number: number;
}

/*
 * A frame is one commit. Numbers in network byte order, checksums are CRC-32.
 *
 * Header: bytes of the table (4), bytes of all values (4), number of the frame (4), checksum of the
 * table (4), checksum of the header up to here, begun with the segment's number (4).
 * Table, for each change: bytes of the name (2), form of the value (1), bytes of the value (4), its
 * checksum (4), the name, one byte for each unit.
 * Then the values, one after the other.
 */
export const HEADER_BYTES = 20;
const CHECKED_HEADER_BYTES = 16;
const ENTRY_BYTES = 11;
/** Places are kept in four bytes. */
const LAST_OFFSET = 0xffff_ffff;
/** Stands for the form of a value where there is none. */
const REMOVED = 0xff;

/** The bytes of a frame, in parts, so that large values need not be copied. */
export function encodeFrame(
  changes: readonly Change[],
  { segment, offset, number }: FramePosition,
): { parts: Uint8Array[]; written: WrittenChange[] } {
  const tableBytes = changes.reduce((sum, { name }) => sum + ENTRY_BYTES + name.length, 0);
  const head = Buffer.allocUnsafe(HEADER_BYTES + tableBytes);
  const parts: Uint8Array[] = [head];
  const written: WrittenChange[] = [];
  let at = HEADER_BYTES;
  let valueBytes = 0;
  for (const { name, value } of changes) {
    const length = value?.bytes.byteLength ?? 0;
    const crc = value ? crc32(value.bytes) : 0;
    head.writeUInt16BE(name.length, at);
    head.writeUInt8(value?.form ?? REMOVED, at + 2);
    head.writeUInt32BE(length, at + 3);
    head.writeUInt32BE(crc, at + 7);
    head.write(name, at + ENTRY_BYTES, 'latin1');
    at += ENTRY_BYTES + name.length;
    if (!value) {
      written.push({ name });
      continue;
    }
    const valueOffset = offset + HEADER_BYTES + tableBytes + valueBytes;
    const place = { segment, offset: valueOffset, length, crc };
    written.push({ name, value: { form: value.form, place } });
    if (length > 0) parts.push(value.bytes);
    valueBytes += length;
  }
  if (offset + HEADER_BYTES + tableBytes + valueBytes > LAST_OFFSET) {
    throw new RangeError('What is written at once must be smaller than 4 GiB.');
  }
  head.writeUInt32BE(tableBytes, 0);
  head.writeUInt32BE(valueBytes, 4);
  head.writeUInt32BE(number, 8);
  head.writeUInt32BE(crc32(head.subarray(HEADER_BYTES)), 12);
  head.writeUInt32BE(headerCrc(head, segment), CHECKED_HEADER_BYTES);
  return { parts, written };
}

/** The number of the frame behind another. */
export const numberAfter = (number: number) => (number + 1) >>> 0;

/** What a frame's header says; undefined when it is no header of a frame of that segment. */
export function readHeader(head: Buffer, segment: number) {
  if (head.readUInt32BE(CHECKED_HEADER_BYTES) !== headerCrc(head, segment)) return undefined;
  return {
    number: head.readUInt32BE(8),
    tableBytes: head.readUInt32BE(0),
    valueBytes: head.readUInt32BE(4),
    tableCrc: head.readUInt32BE(12),
  };
}

/** The changes that a table lists; undefined when it does not fit its checksum. */
export function readTable(
  table: Buffer,
  { segment, offset }: Omit<FramePosition, 'number'>,
  tableCrc: number,
): WrittenChange[] | undefined {
  if (crc32(table) !== tableCrc) return undefined;
  const changes: WrittenChange[] = [];
  let valueOffset = offset + HEADER_BYTES + table.length;
  for (let at = 0; at < table.length; ) {
    const nameAt = at + ENTRY_BYTES;
    const form = table.readUInt8(at + 2);
    const length = table.readUInt32BE(at + 3);
    const crc = table.readUInt32BE(at + 7);
    at = nameAt + table.readUInt16BE(at);
    const name = table.toString('latin1', nameAt, at);
    const place = { segment, offset: valueOffset, length, crc };
    changes.push(form === REMOVED ? { name } : { name, value: { form: form as Form, place } });
    valueOffset += length;
  }
  return changes;
}

function headerCrc(head: Buffer, segment: number): number {
  return crc32(head.subarray(0, CHECKED_HEADER_BYTES), segment);
}
