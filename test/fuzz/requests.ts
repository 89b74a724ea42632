import type { BoundOperation, Protocol, Service } from '../../src/api/operation.ts';
import type { Shape, StructureShape } from '../../src/wire/shape.ts';
import { cborOf } from './cbor.ts';
import type { Chance } from './chance.ts';
import { type Seen, Values } from './values.ts';

/** A request as it is sent. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
}

/** How probable it is that a part of a request is wrong: most requests are right, or nearly so. */
const WRONGNESS = [0, 0, 0.02, 0.1, 0.4];

/** Makes a request of some operation of some service. */
export function randomRequest(
  services: readonly Service[],
  chance: Chance,
  seen: Seen,
): FuzzRequest {
  const all = services.flatMap((service) =>
    service.operations.map((operation) => ({ service, operation })),
  );
  const { service, operation } = chance.pick(all);
  const values = new Values(chance, seen);
  const wrongness = chance.pick(WRONGNESS);
  const input = values.of(operation.name, operation.input, wrongness);
  // Now and then in the words of a protocol that the service does not speak.
  const owner = chance.is(0.03) ? chance.pick(services) : service;
  const protocol = chance.pick(owner.protocols);
  const given = { service, operation, protocol, input: isObject(input) ? input : { input } };
  const request = encoded(given, chance);
  const headers = { ...request.headers, authorization: authorizationOf(service, chance) };
  return spoiled({ ...request, headers }, chance, wrongness);
}

/** Requests that make something for the others to work with. */
export function firstRequests(services: readonly Service[], chance: Chance): FuzzRequest[] {
  return FIRST.flatMap(([signingName, name, input]) => {
    const service = services.find((each) => each.signingName === signingName);
    const operation = service?.operations.find((each) => each.name === name);
    if (!service || !operation) return [];
    const [protocol] = service.protocols as [Protocol];
    const request = encoded({ service, operation, protocol, input }, chance);
    const authorization =
      'AWS4-HMAC-SHA256 Credential=000000000000/20260131/us-east-1/' +
      `${signingName}/aws4_request, SignedHeaders=host, Signature=0`;
    return [{ ...request, headers: { ...request.headers, authorization } }];
  });
}

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/stream';
const FIRST: readonly (readonly [service: string, operation: string, Record<string, unknown>])[] = [
  ['kinesis', 'CreateStream', { StreamName: 'stream', ShardCount: 2 }],
  ['kinesis', 'PutRecord', { StreamName: 'stream', PartitionKey: 'a', Data: Buffer.from('a') }],
  ['kinesis', 'RegisterStreamConsumer', { StreamARN: STREAM, ConsumerName: 'consumer' }],
  ['sqs', 'CreateQueue', { QueueName: 'queue' }],
  ['sns', 'CreateTopic', { Name: 'a' }],
  ['s3', 'CreateBucket', { Bucket: 'bucket' }],
  ['s3', 'PutObject', { Bucket: 'bucket', Key: 'a', Body: Buffer.from('a') }],
  ['iam', 'CreateRole', { RoleName: 'role', AssumeRolePolicyDocument: '{}' }],
  ['logs', 'CreateLogGroup', { logGroupName: '/a/b' }],
  ['logs', 'CreateLogStream', { logGroupName: '/a/b', logStreamName: 'a' }],
];

interface Given {
  readonly service: Service;
  readonly operation: BoundOperation;
  readonly protocol: Protocol;
  readonly input: Record<string, unknown>;
}

/** As `String`, also for objects that say otherwise what their text is. */
function plainText(value: unknown): string {
  return typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function encoded({ operation, protocol, input }: Given, chance: Chance): FuzzRequest {
  switch (protocol.name) {
    case 'aws-json':
      return {
        ...{ method: 'POST', path: '/' },
        headers: {
          'content-type': `application/x-amz-json-${protocol.version}`,
          'x-amz-target': `${protocol.targetPrefix}.${operation.name}`,
        },
        body: jsonText(input),
      };
    case 'aws-cbor':
      return {
        ...{ method: 'POST', path: '/' },
        headers: {
          'content-type': 'application/x-amz-cbor-1.1',
          'x-amz-target': `${protocol.targetPrefix}.${operation.name}`,
        },
        body: cborOf(input),
      };
    case 'rpc-v2-cbor':
      return {
        method: 'POST',
        path: `/service/${protocol.serviceName}/operation/${operation.name}`,
        headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
        body: cborOf(input),
      };
    case 'query':
      return {
        ...{ method: 'POST', path: chance.pick(['/', '/', '/000000000000/queue']) },
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: formOf(operation, input, protocol.apiVersion),
      };
    default:
      return restRequest(operation, input, protocol.name === 'rest-xml');
  }
}

/** As `JSON.stringify`, with blobs in Base64, and with numbers that JSON has no text for. */
function jsonText(value: unknown): string {
  return (
    JSON.stringify(value, function replace(this: Record<string, unknown>, key, item) {
      const original = this[key];
      return original instanceof Uint8Array ? Buffer.from(original).toString('base64') : item;
    }) ?? ''
  );
}

function formOf(operation: BoundOperation, input: Record<string, unknown>, version: string) {
  const form = new URLSearchParams({ Action: operation.name, Version: version });
  for (const [name, value] of pairsOf(operation.input, input)) form.append(name, value);
  return form.toString();
}

function pairsOf(shape: Shape | undefined, value: unknown, prefix = ''): [string, string][] {
  const below = (name: string) => (prefix === '' ? name : `${prefix}.${name}`);
  if (Array.isArray(value)) {
    const member = shape?.type === 'list' ? shape.member : undefined;
    const inside = shape?.type === 'list' && shape.flattened ? '' : 'member.';
    return value
      .slice(0, 50)
      .flatMap((item, at) => pairsOf(member, item, below(`${inside}${at + 1}`)));
  }
  if (value instanceof Uint8Array) return [[prefix, Buffer.from(value).toString('base64')]];
  if (!isObject(value)) return [[prefix, plainText(value)]];
  if (shape?.type === 'map') {
    const { flattened, keyAs = 'key', valueAs = 'value' } = shape;
    return Object.entries(value).flatMap(([key, item], at) => {
      const entry = below(`${flattened ? '' : 'entry.'}${at + 1}`);
      return [
        [`${entry}.${keyAs}`, key] as [string, string],
        ...pairsOf(shape.value, item, `${entry}.${valueAs}`),
      ];
    });
  }
  return Object.entries(value)
    .slice(0, 50)
    .flatMap(([name, item]) => {
      const member = shape?.type === 'structure' ? shape.members[name] : undefined;
      return prefix.length > 500 ? [] : pairsOf(member, item, below(member?.as ?? name));
    });
}

function restRequest(
  { http, input: shape }: BoundOperation,
  input: Record<string, unknown>,
  isXml: boolean,
): FuzzRequest {
  const template = http?.path ?? '/';
  const labelled = template.replace(/\{(\w+)(\+?)\}/g, (_, name: string, greedy: string) => {
    const text = encodeUri(plainText(input[name] ?? ''));
    return greedy ? text.replace(/%2F/g, '/') : text;
  });
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  const inBody: Record<string, unknown> = {};
  let payload: unknown;
  for (const [name, value] of Object.entries(input)) {
    const member = shape.members[name];
    const as = member?.as ?? name;
    if (member?.in === 'query') query.append(as, plainText(value));
    else if (member?.in === 'header') headers[as.toLowerCase()] = headerText(value);
    else if (member?.in === 'headers' && isObject(value))
      for (const [key, item] of Object.entries(value))
        headers[`${as}${key.replace(/[^\w-]/g, '')}`.toLowerCase()] = headerText(item);
    else if (member?.in === 'payload') payload = value;
    else if (member?.in !== 'path') inBody[name] = value;
  }
  const separator = labelled.includes('?') ? '&' : '?';
  const path = query.size > 0 ? `${labelled}${separator}${query}` : labelled;
  const body =
    payload === undefined ? (isXml ? '' : jsonText(inBody)) : payloadOf(payload, shape, isXml);
  return { method: http?.method ?? 'POST', path, headers, body };
}

const encodeUri = (text: string) => encodeURIComponent(Buffer.from(text).toString());

/** What HTTP allows in a header; the rest is for bytes that are sent raw. */
const headerText = (value: unknown) =>
  plainText(value)
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 2000);

function payloadOf(payload: unknown, shape: StructureShape, isXml: boolean): string | Uint8Array {
  if (payload instanceof Uint8Array) return payload;
  if (!isXml) return jsonText(payload);
  const [name = 'Root'] = Object.entries(shape.members).find(([, m]) => m.in === 'payload') ?? [];
  return xmlOf(name, payload);
}

function xmlOf(name: string, value: unknown, depth = 0): string {
  const tag = name.replace(/[^\w]/g, '') || 'a';
  if (Array.isArray(value)) return value.map((item) => xmlOf(name, item, depth + 1)).join('');
  const content =
    isObject(value) && depth < 200
      ? Object.entries(value)
          .map(([key, item]) => xmlOf(key, item, depth + 1))
          .join('')
      : plainText(value).replace(/[&<]/g, (sign) => (sign === '&' ? '&amp;' : '&lt;'));
  return `<${tag}>${content}</${tag}>`;
}

function authorizationOf({ signingName }: Service, chance: Chance): string {
  const isOther = chance.is(0.05);
  const key = isOther ? chance.pick(['123456789012', 'A/B', 'test']) : '000000000000';
  const region = isOther ? chance.pick(['eu-west-1', 'cn-north-1', 'us-east-1']) : 'us-east-1';
  const whole = `Credential=${key}/20260131/${region}/${signingName}/aws4_request`;
  return `AWS4-HMAC-SHA256 ${whole}, SignedHeaders=host, Signature=0`;
}

/** Sometimes something about the request itself is wrong. */
function spoiled(request: FuzzRequest, chance: Chance, wrongness: number): FuzzRequest {
  if (wrongness === 0 || !chance.is(0.25)) return request;
  const { headers, body } = request;
  const bytes = Buffer.from(body);
  return chance.pick<() => FuzzRequest>([
    () => ({ ...request, body: bytes.subarray(0, chance.below(bytes.length + 1)) }),
    () => ({ ...request, body: flipped(bytes, chance) }),
    () => ({ ...request, body: chance.bytes(200) }),
    () => ({ ...request, body: '['.repeat(20_000) }),
    () => ({
      ...request,
      method: chance.pick(['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']),
    }),
    () => ({
      ...request,
      path: chance.pick(['/', '//', '/%', '/?Action', '/a/%ff', '/_x', '/?x=%ff&=']),
    }),
    () => ({ ...request, path: request.path.slice(0, 1 + chance.below(request.path.length)) }),
    () => without(request, chance.pick(Object.keys(headers))),
    () => withHeader(request, 'content-encoding', chance.pick(['gzip', 'aws-chunked', 'br', ''])),
    () => withHeader(request, 'x-amz-content-sha256', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'),
    () =>
      withHeader(
        request,
        'authorization',
        chance.pick(['', 'AWS4-HMAC-SHA256', 'Bearer a', 'AWS a:b']),
      ),
    () =>
      withHeader(
        request,
        'content-type',
        chance.pick(['', 'a/b', 'application/x-amz-cbor-1.1', ';']),
      ),
    () => withHeader(request, 'x-amz-target', chance.pick(['', '.', 'a.b', 'Kinesis_20131202.'])),
  ])();
}

const withHeader = (request: FuzzRequest, name: string, value: string): FuzzRequest => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});

function without(request: FuzzRequest, name: string): FuzzRequest {
  const { [name]: _, ...headers } = request.headers;
  return { ...request, headers };
}

function flipped(bytes: Buffer, chance: Chance): Buffer {
  const changed = Buffer.from(bytes);
  for (let change = 0; change < 3 && changed.length > 0; change++)
    changed[chance.below(changed.length)] = chance.below(256);
  return changed;
}
