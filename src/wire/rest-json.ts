import type { AwsError } from '../aws/aws-error.ts';
import { parseJson } from './aws-json.ts';
import { decodeJson, encodeJson } from './json.ts';
import { membersOf } from './members.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { bodyShapeOf, nameOf, readMember } from './rest-request.ts';
import { scalarToText } from './scalar-text.ts';
import type { Shape, StructureShape } from './shape.ts';

/**
 * Reads the input of a REST operation from the labels of its path, the query, the headers and the
 * body. A body that is absent counts as `{}`.
 *
 * @throws AwsError `SerializationException` where something does not fit its shape.
 */
export function decodeRestJson(
  shape: StructureShape,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
): unknown {
  const members = membersOf(shape);
  const hasJsonBody = members.some((member) => member.shape.in === undefined);
  const input = hasJsonBody ? decodeBody(shape, request.body) : {};
  const parts = { query: request.query, headers: request.headers, labels };
  for (const member of members) {
    const value =
      member.shape.in === 'payload'
        ? decodePayload(member.shape, request.body)
        : readMember(member, parts);
    if (value !== undefined) input[member.name] = value;
  }
  return input;
}

/** The answer that carries an output. `status` is the one of success, unless a member has it. */
export function encodeRestJson(shape: StructureShape, output: unknown, status = 200): WireResponse {
  const values = output as Record<string, unknown>;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const inBody: Record<string, unknown> = {};
  let payload: string | Uint8Array | undefined;
  let answeredStatus = status;
  for (const member of membersOf(shape)) {
    const value = values[member.name];
    if (value === undefined || value === null) {
      if (member.shape.in === 'payload') payload ??= '';
    } else if (member.shape.in === 'header') {
      headers[nameOf(member).toLowerCase()] = scalarToText(member.shape, value);
    } else if (member.shape.in === 'statusCode') {
      answeredStatus = value as number;
    } else if (member.shape.in === 'payload') {
      payload = encodePayload(member.shape, value);
    } else {
      inBody[member.name] = encodeJson(member.shape, value);
    }
  }
  const body = payload ?? (answeredStatus === 204 ? '' : JSON.stringify(inBody));
  return { status: answeredStatus, headers, body };
}

function decodeBody(shape: StructureShape, body: Uint8Array): Record<string, unknown> {
  if (body.length === 0) return {};
  const value = parseJson(body);
  // Members that stand elsewhere are not taken from the body, even when it has their names.
  const inBody = bodyShapeOf(shape);
  return decodeJson(inBody, value) as Record<string, unknown>;
}

function decodePayload(shape: Shape, body: Uint8Array): unknown {
  if (body.length === 0) return undefined;
  if (shape.type === 'blob') return body;
  return decodeJson(shape, parseJson(body));
}

function encodePayload(shape: Shape, value: unknown): string | Uint8Array {
  if (shape.type === 'blob') return value as Uint8Array;
  return JSON.stringify(encodeJson(shape, value));
}

/** The errors whose text AWS Lambda's model calls `Message`; all others call it `message`. */
const CAPITAL_MESSAGE = new Set([
  'ResourceNotFoundException',
  'SerializationException',
  'ServiceException',
  'InvalidRuntimeException',
  'InvalidZipFileException',
]);

/** An error as a REST service answers it; its code stands in the header `x-amzn-ErrorType`. */
export function encodeRestJsonError(error: AwsError): WireResponse {
  const messageName = CAPITAL_MESSAGE.has(error.code) ? 'Message' : 'message';
  const type = error.fault === 'Sender' ? 'User' : 'Service';
  return {
    status: error.status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
    body: JSON.stringify({ Type: type, [messageName]: error.message, ...error.members }),
  };
}
