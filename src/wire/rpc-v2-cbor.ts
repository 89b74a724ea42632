import type { AwsError } from '../aws/aws-error.ts';
import { jsonAsCbor } from './aws-cbor.ts';
import { encodeAwsJsonError } from './aws-json-error.ts';
import { decodeCbor, encodeCbor } from './cbor.ts';
import { membersOf } from './members.ts';
import type { WireRequest, WireResponse } from './message.ts';
import type { StructureShape } from './shape.ts';

/** What the header `smithy-protocol` says of requests and answers of RPC v2 in CBOR. */
export const RPC_V2_CBOR = 'rpc-v2-cbor';

const MARK = { 'smithy-protocol': RPC_V2_CBOR };
const HEADERS = { ...MARK, 'content-type': 'application/cbor' };

/**
 * The service and the operation that a path names: `/service/<Service>/operation/<Operation>`,
 * whatever stands before it. Undefined for other paths.
 */
export function parseRpcV2Path(path: string): { service: string; operation: string } | undefined {
  const [, service, operation] = /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(path) ?? [];
  return service && operation ? { service, operation } : undefined;
}

/** @throws AwsError `SerializationException` */
export function decodeRpcV2Cbor(shape: StructureShape, { body }: WireRequest): unknown {
  return body.length === 0 ? {} : decodeCbor(shape, body, 'seconds');
}

/** The answer that carries an output. An operation that has none answers no body. */
export function encodeRpcV2Cbor(shape: StructureShape, output: unknown): WireResponse {
  if (membersOf(shape).length === 0) return { status: 200, headers: MARK, body: '' };
  return { status: 200, headers: HEADERS, body: encodeCbor(shape, output ?? {}, 'seconds') };
}

/** An error as it is answered: the members that JSON has, and its header for codes of old. */
export function encodeRpcV2CborError(error: AwsError): WireResponse {
  const { status, headers, body } = encodeAwsJsonError(error, '1.0');
  return { status, headers: { ...headers, ...HEADERS }, body: jsonAsCbor(body as string) };
}
