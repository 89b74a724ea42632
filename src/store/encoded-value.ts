import { pack, Unpackr, unpack } from 'msgpackr';
import type { Value } from './store.ts';

/** How the bytes of a value are to be read. Part of what is on disk: never give one a new meaning. */
const FORMS = { bytes: 0, packed: 1 } as const;
export type Form = (typeof FORMS)[keyof typeof FORMS];

/** A value as it is kept. */
export interface EncodedValue {
  readonly form: Form;
  readonly bytes: Uint8Array;
}

/** Bytes are kept as they are, so that large ones are not copied; all else as MessagePack. */
export function encodeValue(value: Value): EncodedValue {
  return value instanceof Uint8Array
    ? { form: FORMS.bytes, bytes: value }
    : { form: FORMS.packed, bytes: pack(value) };
}

export function decodeValue({ form, bytes }: EncodedValue): Value {
  if (form === FORMS.packed) return unpackValue(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const PROTO = Buffer.from('__proto__');
/** Of bytes that are no Buffer as well, without making one of them. */
const { includes } = Buffer.prototype;
const MAPS = new Unpackr({ useRecords: false, mapsAsObjects: false });

/** The package renames a key that is called `__proto__`, as a tag may be: where it is, maps are read as such. */
export function unpackValue(bytes: Uint8Array): Value {
  return includes.call(bytes, PROTO) ? withObjects(MAPS.unpack(bytes)) : unpack(bytes);
}

function withObjects(value: unknown): Value {
  if (Array.isArray(value)) return value.map(withObjects);
  if (!(value instanceof Map)) return value as Value;
  return Object.fromEntries([...value].map(([key, one]) => [key, withObjects(one)]));
}
