import { AwsError } from '../aws/aws-error.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { membersOf } from './members.ts';
import type { ListShape, MapShape, Shape, StructureShape } from './shape.ts';

/**
 * Reads a parsed JSON value by its shape. As on AWS, unknown members are ignored, a member that is
 * null counts as absent, and a fraction is cut off an integer (observed on AWS).
 *
 * @throws AwsError `SerializationException` where the JSON type does not fit.
 */
export function decodeJson(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case 'structure':
      return decodeStructure(shape, value);
    case 'list':
      return decodeList(shape, value);
    case 'map':
      return decodeMap(shape, value);
    case 'string':
      if (typeof value === 'string') return value;
      break;
    case 'integer':
      if (isNumber(value)) return Math.trunc(value);
      break;
    case 'double':
      if (isNumber(value)) return value;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'blob':
      if (typeof value === 'string') return decodeBase64(value);
      break;
    case 'timestamp':
      if (isNumber(value)) return Math.round(value * 1000);
      break;
  }
  throw mismatch(value, `can not be converted to ${TARGETS[shape.type]}`);
}

/** The JSON value for a value of the shape; members that are undefined are absent. */
export function encodeJson(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case 'structure':
      return encodeStructure(shape, value as Record<string, unknown>);
    case 'list':
      return (value as unknown[]).map((item) => encodeJson(shape.member, item));
    case 'map':
      return mapValues(value as object, (item) => encodeJson(shape.value, item));
    case 'blob':
      return encodeBase64(value as Uint8Array);
    case 'timestamp':
      return (value as number) / 1000;
    default:
      return value;
  }
}

/** How AWS names what it expected, article included. */
const TARGETS = {
  string: 'a String',
  integer: 'an Integer',
  double: 'a Double',
  boolean: 'an Boolean',
  blob: 'a Blob',
  timestamp: 'milliseconds since epoch',
} as const;

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function decodeStructure(shape: StructureShape, value: unknown): unknown {
  if (!isObject(value)) throw mismatch(value, 'Expected null');
  const result: Record<string, unknown> = {};
  for (const member of membersOf(shape)) {
    const item = value[member.name];
    if (item !== undefined && item !== null) result[member.name] = decodeJson(member.shape, item);
  }
  return result;
}

/** A null inside a list or a map is kept, for the validation to refuse: it must not get lost. */
function decodeList(shape: ListShape, value: unknown): unknown {
  if (!Array.isArray(value)) throw mismatch(value, 'Expected list or null');
  return value.map((item) => (item === null ? null : decodeJson(shape.member, item)));
}

function decodeMap(shape: MapShape, value: unknown): unknown {
  if (!isObject(value)) throw mismatch(value, 'Expected map or null');
  return mapValues(value, (item) => (item === null ? null : decodeJson(shape.value, item)));
}

function encodeStructure(shape: StructureShape, value: Record<string, unknown>): unknown {
  const result: Record<string, unknown> = {};
  for (const { name, shape: memberShape } of membersOf(shape)) {
    const item = value[name];
    if (item !== undefined && item !== null) result[name] = encodeJson(memberShape, item);
  }
  return result;
}

/** `Object.fromEntries` makes own properties of all keys, `__proto__` included. */
function mapValues(value: object, change: (item: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}

/** The texts depend on the JSON type and on what was expected (observed on AWS). */
function mismatch(value: unknown, expected: string): AwsError {
  return new AwsError('SerializationException', mismatchText(value, expected));
}

function mismatchText(value: unknown, expected: string): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (isObject(value)) return 'Start of structure or map found where not expected.';
  if (expected.startsWith('Expected')) return expected;
  if (typeof value === 'boolean') return `${value ? 'TRUE' : 'FALSE'}_VALUE ${expected}`;
  return `${typeof value === 'number' ? 'NUMBER' : 'STRING'}_VALUE ${expected}`;
}
