import { crc32 } from 'node:zlib';
import type { EncodedValue, Form } from './encoded-value.ts';
import type { Place } from './frame.ts';

/** What is kept under a name: small values as they are, large ones as where the journal has them. */
export type Slot =
  | EncodedValue
  | { readonly form: Form; readonly place: Place; readonly bytes?: undefined };

/** Stands where a name had a value and has none any more. */
export const REMOVED = null;
export type Removed = typeof REMOVED;

/** Values up to this size are kept beside their name; larger ones stay where they were written. */
export const MOST_INLINE_BYTES = 512;

/*
 * A slot as the tree keeps it: checksum of its key and of what follows (4), the form of the value,
 * plus 16 when what follows is a place (1), then the value, or the place: segment (4), offset (4),
 * length (4), checksum of the value (4).
 */
const CHECKSUM_BYTES = 4;
const HEAD_BYTES = 5;
const PLACE_BYTES = 16;
const IS_PLACE = 16;

export function packSlot(key: Buffer, slot: Slot): Buffer {
  const contentBytes = slot.bytes ? slot.bytes.byteLength : PLACE_BYTES;
  const packed = Buffer.allocUnsafe(HEAD_BYTES + contentBytes);
  if (slot.bytes) {
    packed.writeUInt8(slot.form, CHECKSUM_BYTES);
    packed.set(slot.bytes, HEAD_BYTES);
  } else {
    const { segment, offset, length, crc } = slot.place;
    packed.writeUInt8(slot.form + IS_PLACE, CHECKSUM_BYTES);
    packed.writeUInt32BE(segment, HEAD_BYTES);
    packed.writeUInt32BE(offset, HEAD_BYTES + 4);
    packed.writeUInt32BE(length, HEAD_BYTES + 8);
    packed.writeUInt32BE(crc, HEAD_BYTES + 12);
  }
  packed.writeUInt32BE(checksum(key, packed), 0);
  return packed;
}

/** What was packed for `key`; undefined when these bytes were not. */
export function unpackSlot(key: Buffer, packed: Buffer): Slot | undefined {
  if (packed.length < HEAD_BYTES || packed.readUInt32BE(0) !== checksum(key, packed)) {
    return undefined;
  }
  const kind = packed.readUInt8(CHECKSUM_BYTES);
  if (kind < IS_PLACE) return { form: kind as Form, bytes: packed.subarray(HEAD_BYTES) };
  const place: Place = {
    segment: packed.readUInt32BE(HEAD_BYTES),
    offset: packed.readUInt32BE(HEAD_BYTES + 4),
    length: packed.readUInt32BE(HEAD_BYTES + 8),
    crc: packed.readUInt32BE(HEAD_BYTES + 12),
  };
  return { form: (kind - IS_PLACE) as Form, place };
}

function checksum(key: Buffer, packed: Buffer): number {
  return crc32(packed.subarray(CHECKSUM_BYTES), crc32(key));
}
