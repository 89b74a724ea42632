import { AwsError } from '../aws/aws-error.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import type { Shape } from './shape.ts';

/**
 * Reads a scalar that stands as text in a form, a query parameter, a path or a header.
 *
 * @throws AwsError `SerializationException` when the text does not fit the type.
 */
export function scalarFromText(shape: Shape, text: string): unknown {
  switch (shape.type) {
    case 'integer':
      if (/^[+-]?\d{1,19}$/.test(text)) return Number(text);
      throw notConverted('an Integer');
    case 'double':
      if (/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/.test(text)) return Number(text);
      throw notConverted('a Double');
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
      throw notConverted('an Boolean');
    case 'blob':
      return decodeBase64(text);
    case 'timestamp':
      return timestampFromText(text);
    default:
      return text;
  }
}

/** Writes a scalar as text; points in time in the form of ISO 8601, as XML answers have them. */
export function scalarToText(shape: Shape, value: unknown): string {
  if (shape.type === 'blob') return encodeBase64(value as Uint8Array);
  if (shape.type !== 'timestamp') return String(value);
  return isoText(value as number);
}

/** `2026-01-02T03:04:05.678Z`; the fraction is left out when it is zero, as AWS does. */
function isoText(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z');
}

function timestampFromText(text: string): number {
  const epochMs = /^-?\d+(\.\d+)?$/.test(text) ? Math.round(Number(text) * 1000) : Date.parse(text);
  if (Number.isFinite(epochMs)) return epochMs;
  throw notConverted('milliseconds since epoch');
}

const notConverted = (target: string) =>
  new AwsError('SerializationException', `STRING_VALUE can not be converted to ${target}`);
