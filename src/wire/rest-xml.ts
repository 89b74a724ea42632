import { AwsError } from '../aws/aws-error.ts';
import { undoAwsChunked } from './aws-chunked.ts';
import { type Member, membersOf } from './members.ts';
import { bodyText, type WireRequest, type WireResponse } from './message.ts';
import { bodyShapeOf, nameOf, readMember } from './rest-request.ts';
import { scalarToText } from './scalar-text.ts';
import type { Shape, StructureShape } from './shape.ts';
import { element, writeMembers } from './xml.ts';
import { decodeXml, parseXml } from './xml-reader.ts';

/** The protocol of Amazon S3: bodies are XML, or the bytes of an object. */
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

type Headers = WireRequest['headers'];

/**
 * Reads the input of an operation from the labels of its path, the query, the headers and the body.
 * Settings stand in headers that begin with `x-amz-`; one that the operation does not have is
 * refused, never ignored.
 *
 * @throws AwsError `NotImplemented`, `MalformedXML`, `IncompleteBody`, or `SerializationException`
 *   where something does not fit its shape.
 */
export function decodeRestXml(
  shape: StructureShape,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
): unknown {
  const { body, ...undone } = undoAwsChunked(request);
  const headers = { ...headersInQuery(undone.query), ...undone.headers };
  const members = membersOf(shape);
  refuseUnknownHeaders(members, headers);
  const parts = { query: undone.query, headers, labels };
  const input: Record<string, unknown> = {};
  for (const member of members) {
    const value =
      member.shape.in === 'payload' ? decodePayload(member.shape, body) : readMember(member, parts);
    if (value !== undefined) input[member.name] = value;
  }
  return input;
}

/** What an answer is wrapped in. */
export interface RestXmlEnvelope {
  readonly status?: number | undefined;
  readonly xmlNamespace: string;
  readonly requestId: string;
}

/**
 * The answer that carries an output. The XML element is called as the shape; when its only member
 * is called the same, that is not wrapped again, as in `<LocationConstraint>eu-west-1</…>`.
 */
export function encodeRestXml(
  shape: StructureShape,
  output: unknown,
  { status = 200, xmlNamespace, requestId }: RestXmlEnvelope,
): WireResponse {
  const values = (output ?? {}) as Readonly<Record<string, unknown>>;
  const headers: Record<string, string> = { 'x-amz-request-id': requestId };
  let payload: Uint8Array | undefined;
  let answeredStatus = status;
  for (const member of membersOf(shape)) {
    const value = values[member.name];
    const { in: place } = member.shape;
    if (value === undefined || value === null) continue;
    if (place === 'statusCode') answeredStatus = value as number;
    else if (place === 'payload') payload = value as Uint8Array;
    else if (place === 'header') headers[nameOf(member).toLowerCase()] = headerText(member, value);
    else if (place === 'headers')
      for (const [name, text] of Object.entries(value))
        headers[`${nameOf(member).toLowerCase()}${name}`] = latin1(String(text));
  }
  // An object that a browser is shown must not act in the name of this endpoint's own pages.
  if (payload)
    return {
      status: answeredStatus,
      headers: { 'content-security-policy': 'sandbox', ...headers },
      body: payload,
    };
  const body = encodeBody(shape, values, xmlNamespace);
  if (body !== '') headers['content-type'] = 'application/xml';
  return { status: answeredStatus, headers, body };
}

/** What this protocol calls the errors of the framework, where S3 has names of its own. */
const CODES: Readonly<Record<string, string>> = {
  IncompleteSignatureException: 'AuthorizationHeaderMalformed',
  InternalFailure: 'InternalError',
  RequestEntityTooLargeException: 'EntityTooLarge',
  SerializationException: 'InvalidArgument',
  ValidationException: 'InvalidArgument',
};

/** An error as S3 answers it. */
export function encodeRestXmlError(error: AwsError, requestId: string): WireResponse {
  const details = { Message: error.message, ...error.members, RequestId: requestId };
  const content = Object.entries(details).map(([name, text]) =>
    element(name, String(text), 'escape'),
  );
  const code = element('Code', CODES[error.code] ?? error.code, 'escape');
  return {
    status: error.status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: `${DECLARATION}${element('Error', code + content.join(''))}`,
  };
}

function decodePayload(shape: Shape, body: Uint8Array): unknown {
  if (body.length === 0) return undefined;
  return shape.type === 'blob' ? body : decodeXml(shape, parseXml(bodyText(body), shape.as));
}

function encodeBody(
  shape: StructureShape,
  output: Readonly<Record<string, unknown>>,
  xmlNamespace: string,
): string {
  const inBody = bodyShapeOf(shape);
  const members = membersOf(inBody);
  if (members.length === 0) return '';
  const name = shape.as ?? 'Result';
  const content = writeMembers(inBody, output);
  const isWrapped = members.length > 1 || members[0]!.name !== name;
  if (!isWrapped) return DECLARATION + content.replace(/>/, ` xmlns="${xmlNamespace}">`);
  return `${DECLARATION}<${name} xmlns="${xmlNamespace}">${content}</${name}>`;
}

/** In headers points in time have the form of HTTP. */
function headerText({ shape }: Member, value: unknown): string {
  if (shape.type === 'timestamp') return new Date(value as number).toUTCString();
  return latin1(scalarToText(shape, value));
}

/** Text that a header can hold. @throws AwsError `InvalidArgument`, with S3's text for it */
function latin1(text: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) return text;
  const message = 'Header value cannot be represented using ISO-8859-1.';
  throw new AwsError('InvalidArgument', message);
}

/** Parameters of a signature in the query; a presigned URL may have all other headers there too. */
const SIGNATURE =
  /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token)$/;

function headersInQuery(query: URLSearchParams): Headers {
  const named = [...query].map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(
    named
      .filter(([name]) => name.startsWith('x-amz-') && !SIGNATURE.test(name))
      .map(([name, value]) => [name, latin1(value)]),
  );
}

/** Headers that belong to the transport, to the signature, or to the client alone. */
const GENERAL = new Set([
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-te',
  'x-amz-trailer',
  'x-amz-user-agent',
]);

function refuseUnknownHeaders(members: readonly Member[], headers: Headers): void {
  const known = members.filter(({ shape }) => shape.in === 'header' || shape.in === 'headers');
  const names = known.map((member) => ({ name: nameOf(member).toLowerCase(), member }));
  const isKnown = (header: string) =>
    GENERAL.has(header) ||
    names.some(({ name, member }) =>
      member.shape.in === 'headers' ? header.startsWith(name) : header === name,
    );
  for (const header of Object.keys(headers)) {
    if (!header.startsWith('x-amz-') || isKnown(header)) continue;
    const text = `A header you provided implies functionality that is not implemented: ${header}`;
    throw new AwsError('NotImplemented', text, { status: 501, members: { Header: header } });
  }
}
