import { AwsError } from '../aws/aws-error.ts';
import { membersOf } from './members.ts';
import type { WireResponse } from './message.ts';
import { scalarFromText } from './scalar-text.ts';
import type { ListShape, MapShape, Shape, StructureShape } from './shape.ts';
import { element, writeMembers } from './xml.ts';

/** AWS's query protocol: the input is a form, the answer XML. */
const HEADERS = { 'content-type': 'text/xml' };

/** What `<Operation>Response` is wrapped in. */
export interface QueryEnvelope {
  readonly operation: string;
  readonly xmlNamespace: string;
  readonly requestId: string;
}

/** More parameters, or names of more parts, than any operation has; the rest is only memory. */
const MOST_PARAMETERS = 10_000;
const MOST_PARTS = 32;

/**
 * The parameters of a form.
 *
 * @throws AwsError `MalformedQueryString` for a form of more parameters than any operation has.
 */
export function parseForm(text: string): URLSearchParams {
  let parameters = 1;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) parameters++;
  if (parameters <= MOST_PARAMETERS) return new URLSearchParams(text);
  throw new AwsError(
    'MalformedQueryString',
    `A form may have ${MOST_PARAMETERS} parameters; this one has ${parameters}.`,
  );
}

/**
 * Reads the input of an operation from its parameters: `Name`, `Tags.member.1.Key` or `Tag.1.Key`,
 * `Map.entry.1.key`. Unknown parameters are ignored.
 *
 * @throws AwsError `MalformedInput` where a text does not fit its shape.
 */
export function decodeQuery(shape: StructureShape, parameters: URLSearchParams): unknown {
  try {
    return decodeNode(shape, treeOf(parameters));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError('MalformedInput', error.message, { cause: error });
  }
}

/** The answer that carries an output. */
export function encodeQuery(
  shape: StructureShape,
  output: unknown,
  { operation, xmlNamespace, requestId }: QueryEnvelope,
): WireResponse {
  const result = element(
    `${operation}Result`,
    writeMembers(shape, (output ?? {}) as Record<string, unknown>),
  );
  const metadata = element('ResponseMetadata', element('RequestId', requestId));
  const name = `${operation}Response`;
  const body = `<${name} xmlns="${xmlNamespace}">${result}${metadata}</${name}>`;
  return { status: 200, headers: HEADERS, body };
}

/** One part of the parameters' dotted names, with what stands below it. */
interface Node {
  text?: string;
  readonly children: Map<string, Node>;
}

function treeOf(parameters: URLSearchParams): Node {
  const root: Node = { children: new Map() };
  for (const [name, text] of parameters) {
    let node = root;
    for (const part of name.split('.', MOST_PARTS)) {
      let child = node.children.get(part);
      if (!child) {
        child = { children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    node.text = text;
  }
  return root;
}

function decodeNode(shape: Shape, node: Node): unknown {
  if (shape.type === 'list') return decodeList(shape, node);
  if (shape.type === 'map') return decodeMap(shape, node);
  if (shape.type !== 'structure') return scalarFromText(shape, node.text ?? '');
  const result: Record<string, unknown> = {};
  for (const member of membersOf(shape)) {
    const child = node.children.get(member.shape.as ?? member.name);
    if (child) result[member.name] = decodeNode(member.shape, child);
  }
  return result;
}

/** `List=` with nothing behind it is how clients send a list without elements. */
function decodeList(shape: ListShape, node: Node): unknown[] {
  return numbered(node.children.get('member') ?? node).map((item) =>
    decodeNode(shape.member, item),
  );
}

function decodeMap(shape: MapShape, node: Node): Record<string, unknown> {
  const entries = numbered(node.children.get('entry') ?? node).map(({ children }) => {
    const key = children.get('key') ?? children.get('Name');
    const value = children.get('value') ?? children.get('Value');
    return [key?.text ?? '', value ? decodeNode(shape.value, value) : null] as const;
  });
  return Object.fromEntries(entries);
}

/** The elements of a list in the order of their numbers, however they were sent. */
function numbered({ children }: Node): Node[] {
  return [...children]
    .filter(([name]) => /^\d{1,9}$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

/** This protocol calls the framework's errors differently (observed on AWS for IAM and STS). */
const QUERY_CODES: Readonly<Record<string, string>> = { ValidationException: 'ValidationError' };

/** An error as the query protocol answers it. */
export function encodeQueryError(
  error: AwsError,
  { xmlNamespace, requestId }: Omit<QueryEnvelope, 'operation'>,
): WireResponse {
  const details = [
    element('Type', error.fault),
    element('Code', error.queryCode ?? QUERY_CODES[error.code] ?? error.code, 'escape'),
    element('Message', error.message, 'escape'),
  ];
  const body = `${element('Error', details.join(''))}${element('RequestId', requestId)}`;
  return {
    status: error.status,
    headers: HEADERS,
    body: `<ErrorResponse xmlns="${xmlNamespace}">${body}</ErrorResponse>`,
  };
}
