import type { BoundOperation, Protocol, Service } from '../api/operation.ts';
import type { AwsError } from '../aws/aws-error.ts';
import { decodeAwsCbor, encodeAwsCbor, encodeAwsCborError } from '../wire/aws-cbor.ts';
import { decodeAwsJson, encodeAwsJson, type JsonWriter } from '../wire/aws-json.ts';
import { encodeAwsJsonError } from '../wire/aws-json-error.ts';
import type { Body, BodyInSteps, WireRequest, WireResponse } from '../wire/message.ts';
import { decodeQuery, encodeQuery, encodeQueryError } from '../wire/query.ts';
import { decodeRestJson, encodeRestJson, encodeRestJsonError } from '../wire/rest-json.ts';
import { decodeRestXml, encodeRestXml, encodeRestXmlError } from '../wire/rest-xml.ts';
import { decodeRpcV2Cbor, encodeRpcV2Cbor, encodeRpcV2CborError } from '../wire/rpc-v2-cbor.ts';

/** An operation that a request asks for, with what the routing has read already. */
export interface Call {
  readonly service: Service;
  readonly operation: BoundOperation;
  /** Which of the service's protocols the client speaks. */
  readonly protocol: Protocol;
  /** REST only: the labels of the path. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Query only: the form. */
  readonly parameters?: URLSearchParams;
}

/** Reads the input of a call as its protocol says. */
export function decodeInput(call: Call, request: WireRequest): unknown {
  const { operation } = call;
  switch (call.protocol.name) {
    case 'aws-json':
      return decodeAwsJson(operation.input, request, operation.readJson);
    case 'aws-cbor':
      return decodeAwsCbor(operation.input, request);
    case 'rpc-v2-cbor':
      return decodeRpcV2Cbor(operation.input, request);
    case 'rest-json':
      return decodeRestJson(operation.input, request, call.labels ?? {});
    case 'rest-xml':
      return decodeRestXml(operation.input, request, call.labels ?? {});
    case 'query': {
      const { parameters = new URLSearchParams() } = call;
      return decodeQuery(operation.input, { parameters, path: request.path });
    }
  }
}

/** Writes the output of a call as its protocol says. */
export function encodeOutput(
  { protocol, operation }: Call,
  output: unknown,
  requestId: string,
): WireResponse<Body | BodyInSteps> {
  switch (protocol.name) {
    case 'aws-json':
      return encodeAwsJson(operation.output, output, {
        version: protocol.version,
        write: operation.writeJson as JsonWriter | undefined,
      });
    case 'aws-cbor':
      return encodeAwsCbor(operation.output, output);
    case 'rpc-v2-cbor':
      return encodeRpcV2Cbor(operation.output, output);
    case 'rest-json':
      return encodeRestJson(operation.output, output ?? {}, operation.http?.status);
    case 'rest-xml': {
      const envelope = { ...protocol, status: operation.http?.status, requestId };
      return encodeRestXml(operation.output, output, envelope);
    }
    case 'query': {
      const { xmlNamespace } = protocol;
      return encodeQuery(operation.output, output, {
        operation: operation.name,
        xmlNamespace,
        requestId,
      });
    }
  }
}

/** Writes an error in the form that the clients of a protocol expect. */
export function encodeError(error: AwsError, protocol: Protocol, requestId: string): WireResponse {
  switch (protocol.name) {
    case 'aws-json':
      return encodeAwsJsonError(error, protocol.version);
    case 'aws-cbor':
      return encodeAwsCborError(error);
    case 'rpc-v2-cbor':
      return encodeRpcV2CborError(error);
    case 'rest-json':
      return encodeRestJsonError(error);
    case 'rest-xml':
      return encodeRestXmlError(error, requestId);
    case 'query':
      return encodeQueryError(error, { ...protocol, requestId });
  }
}
