import { isUtf8 } from 'node:buffer';
import { AwsError } from '../aws/aws-error.ts';
import { decodeJson, encodeJson } from './json.ts';
import { membersOf } from './members.ts';
import {
  type Body,
  type BodyInSteps,
  bodyText,
  type Memory,
  type WireRequest,
  type WireResponse,
} from './message.ts';
import type { StructureShape } from './shape.ts';

/** AWS JSON 1.0 and 1.1: the operation stands in a header, the input is the JSON body. */
export type AwsJsonVersion = '1.0' | '1.1';

/** The media type of requests and answers. */
export const awsJsonMediaType = (version: AwsJsonVersion) => `application/x-amz-json-${version}`;

/**
 * Reads the input of an operation; `read` does it for bodies that are too large for the usual way,
 * and answers undefined for those that it cannot read.
 *
 * @throws AwsError `SerializationException`; without a text when the body is no JSON value, as
 *   observed on AWS (an empty body included).
 */
export function decodeAwsJson(
  shape: StructureShape,
  { body, memory }: WireRequest,
  read?: JsonReader,
): unknown {
  return read?.(body, memory) ?? decodeJson(shape, parseJson(body));
}

/** Reads an input from JSON in place of the way of all others; undefined where it cannot. */
export type JsonReader = (body: Uint8Array, memory?: Memory) => object | undefined;

/** Writes the JSON text of an output; for answers that are too large for the way of all others. */
export type JsonWriter = (output: never) => Body | BodyInSteps;

/** The answer that carries an output. An operation that has none answers an empty body. */
export function encodeAwsJson(
  shape: StructureShape,
  output: unknown,
  { version, write }: { version: AwsJsonVersion; write?: JsonWriter | undefined },
): WireResponse<Body | BodyInSteps> {
  const headers = { 'content-type': awsJsonMediaType(version) };
  if (write) return { status: 200, headers, body: write(output as never) };
  const hasOutput = membersOf(shape).length > 0;
  return {
    status: 200,
    headers,
    body: hasOutput ? JSON.stringify(encodeJson(shape, output ?? {})) : '',
  };
}

/** Parses a body that must be JSON in UTF-8; see `decodeAwsJson` for the error. */
export function parseJson(body: Uint8Array): unknown {
  try {
    const text = bodyText(body);
    // What stands in place of bytes that are none of a character may have been sent as well.
    if (text.includes('\ufffd') && !isUtf8(body)) throw new TypeError('not UTF-8');
    return nullIsNoBody(JSON.parse(text));
  } catch (cause) {
    throw new AwsError('SerializationException', '', { cause });
  }
}

function nullIsNoBody(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) throw new TypeError('not a structure');
  return value;
}
