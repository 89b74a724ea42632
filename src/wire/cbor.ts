import { AwsError } from '../aws/aws-error.ts';
import { CborError, CborTime, readCbor } from './cbor-reader.ts';
import { CborWriter } from './cbor-writer.ts';
import { membersOf } from './members.ts';
import type { Shape, StructureShape } from './shape.ts';

/**
 * In which unit points in time stand in answers: `application/x-amz-cbor-1.1` has whole
 * milliseconds, RPC v2 has seconds. In requests to the former a whole number is milliseconds too,
 * and one with a fraction seconds, because clients send either.
 */
export type CborTimes = 'milliseconds' | 'seconds';

/**
 * Reads CBOR by a shape. As in JSON, unknown members are ignored, a member that is null counts as
 * absent, and a fraction is cut off an integer.
 *
 * @throws AwsError `SerializationException`; without a text when the bytes are not CBOR
 */
export function decodeCbor(shape: StructureShape, bytes: Uint8Array, times: CborTimes): unknown {
  try {
    return decode(shape, readCbor(bytes), times);
  } catch (cause) {
    if (!(cause instanceof CborError)) throw cause;
    throw new AwsError('SerializationException', '', { cause });
  }
}

/** Writes a value of the shape; members that are undefined are absent. */
export function encodeCbor(shape: Shape, value: unknown, times: CborTimes): Uint8Array {
  const writer = new CborWriter();
  encode(shape, value, { writer, times });
  return writer.finish();
}

function decode(shape: Shape, value: unknown, times: CborTimes): unknown {
  switch (shape.type) {
    case 'structure':
      return decodeStructure(shape, value, times);
    case 'list':
      if (!Array.isArray(value)) break;
      return value.map((item) => (item === null ? null : decode(shape.member, item, times)));
    case 'map':
      if (!isMap(value)) break;
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key,
          item === null ? null : decode(shape.value, item, times),
        ]),
      );
    case 'integer':
      if (isNumber(value)) return Math.trunc(value);
      break;
    case 'double':
      if (isNumber(value)) return value;
      break;
    case 'blob':
      if (value instanceof Uint8Array) return value;
      break;
    case 'timestamp':
      if (value instanceof CborTime && isNumber(value.value)) return epochMs(value, times);
      if (isNumber(value)) return epochMs(new CborTime(value, Number.isInteger(value)), times);
      break;
    default:
      if (typeof value === shape.type) return value;
  }
  throw mismatch(`Unexpected value where a ${shape.type} was expected.`);
}

function decodeStructure(shape: StructureShape, value: unknown, times: CborTimes): unknown {
  if (!isMap(value)) throw mismatch('Unexpected value where a structure was expected.');
  const result: Record<string, unknown> = {};
  for (const member of membersOf(shape)) {
    const item = value[member.name];
    if (item !== undefined && item !== null)
      result[member.name] = decode(member.shape, item, times);
  }
  return result;
}

function epochMs({ value, isInteger }: CborTime, times: CborTimes): number {
  return Math.round(isInteger && times === 'milliseconds' ? value : value * 1000);
}

interface Writing {
  readonly writer: CborWriter;
  readonly times: CborTimes;
}

function encode(shape: Shape, value: unknown, writing: Writing): void {
  const { writer, times } = writing;
  switch (shape.type) {
    case 'structure':
      encodeStructure(shape, value as Record<string, unknown>, writing);
      break;
    case 'list':
      writer.list((value as unknown[]).length);
      for (const item of value as unknown[]) encode(shape.member, item, writing);
      break;
    case 'map': {
      const entries = Object.entries(value as object);
      writer.map(entries.length);
      for (const [key, item] of entries) {
        writer.text(key);
        encode(shape.value, item, writing);
      }
      break;
    }
    case 'blob':
      writer.bytes(value as Uint8Array);
      break;
    case 'timestamp':
      writer.time();
      writer.number(times === 'seconds' ? (value as number) / 1000 : Math.round(value as number));
      break;
    case 'double':
      writer.float(value as number);
      break;
    default:
      writer.json(value);
  }
}

function encodeStructure(
  shape: StructureShape,
  value: Record<string, unknown>,
  writing: Writing,
): void {
  const present = membersOf(shape)
    .map((member) => [member, value[member.name]] as const)
    .filter(([, item]) => item !== undefined && item !== null);
  writing.writer.map(present.length);
  for (const [{ name, shape: memberShape }, item] of present) {
    writing.writer.text(name);
    encode(memberShape, item, writing);
  }
}

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array) &&
  !(value instanceof CborTime);

const mismatch = (text: string) => new AwsError('SerializationException', text);
