import type { AwsError } from '../aws/aws-error.ts';
import { encodeAwsJsonError } from './aws-json-error.ts';
import { decodeCbor, encodeCbor } from './cbor.ts';
import { CborWriter } from './cbor-writer.ts';
import { membersOf } from './members.ts';
import type { WireRequest, WireResponse } from './message.ts';
import type { StructureShape } from './shape.ts';

/** The media type of Kinesis's CBOR: what is JSON 1.1 otherwise, the operation in a header. */
export const AWS_CBOR = 'application/x-amz-cbor-1.1';

const HEADERS = { 'content-type': AWS_CBOR };

/** @throws AwsError `SerializationException` */
export function decodeAwsCbor(shape: StructureShape, { body }: WireRequest): unknown {
  return decodeCbor(shape, body, 'milliseconds');
}

/** The answer that carries an output. An operation that has none answers an empty body. */
export function encodeAwsCbor(shape: StructureShape, output: unknown): WireResponse {
  const hasOutput = membersOf(shape).length > 0;
  const body = hasOutput ? encodeCbor(shape, output ?? {}, 'milliseconds') : '';
  return { status: 200, headers: HEADERS, body };
}

/** An error as it is answered in CBOR: the members that JSON has. */
export function encodeAwsCborError(error: AwsError): WireResponse {
  const { status, headers, body } = encodeAwsJsonError(error, '1.1');
  return { status, headers: { ...headers, ...HEADERS }, body: jsonAsCbor(body as string) };
}

/** The same value in CBOR. */
export function jsonAsCbor(text: string): Uint8Array {
  const writer = new CborWriter();
  writer.json(JSON.parse(text));
  return writer.finish();
}
