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

/** A form, and the path that it was sent to. */
interface Form {
  readonly parameters: URLSearchParams;
  readonly path: string;
}

/**
 * Reads the input of an operation from its parameters: `Name`, `Tags.member.1.Key`,
 * `Map.entry.1.key`; flattened `Tag.1.Key`, `Map.1.key`. Unknown parameters are ignored.
 *
 * @throws AwsError `MalformedInput` where a text does not fit its shape.
 */
export function decodeQuery(shape: StructureShape, { parameters, path }: Form): unknown {
  try {
    const input = decodeStructure(shape, treeOf(parameters));
    const address = path.endsWith('/') ? path.slice(0, -1) : path;
    if (address === '') return input;
    for (const member of membersOf(shape)) if (member.shape.orPath) input[member.name] ??= address;
    return input;
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
  const content = writeMembers(shape, (output ?? {}) as Record<string, unknown>);
  const result = isWrapped(shape) ? element(`${operation}Result`, content) : '';
  const metadata = element('ResponseMetadata', element('RequestId', requestId));
  const name = `${operation}Response`;
  const body = `<${name} xmlns="${xmlNamespace}">${result}${metadata}</${name}>`;
  return { status: 200, headers: HEADERS, body };
}

const isWrapped = (shape: StructureShape) => shape.isWrapped || membersOf(shape).length > 0;

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
  if (shape.type === 'structure') return decodeStructure(shape, node);
  return scalarFromText(shape, node.text ?? '');
}

function decodeStructure(shape: StructureShape, node: Node): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const member of membersOf(shape)) {
    const child = node.children.get(member.shape.as ?? member.name);
    if (child) result[member.name] = decodeNode(member.shape, child);
  }
  return result;
}

/** `List=` with nothing behind it is how clients send a list without elements. */
function decodeList(shape: ListShape, node: Node): unknown[] {
  return elementsOf(node, shape.flattened ? undefined : 'member').map((item) =>
    decodeNode(shape.member, item),
  );
}

function decodeMap(shape: MapShape, node: Node): Record<string, unknown> {
  const { flattened, keyAs = 'key', valueAs = 'value' } = shape;
  const entries = elementsOf(node, flattened ? undefined : 'entry').map(({ children }) => {
    const value = children.get(valueAs);
    const key = children.get(keyAs)?.text ?? '';
    return [key, value ? decodeNode(shape.value, value) : null] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * The elements of a list in the order of their numbers, however they were sent; `inside` names the
 * part before the numbers. One alone may come without a number: old clients of SQS send
 * `AttributeName=All` and `Attribute.Name=…` (observed with kombu and boto 2).
 */
function elementsOf(list: Node, inside: string | undefined): Node[] {
  const node = inside === undefined ? list : list.children.get(inside);
  if (!node) return [];
  const numbered = [...node.children].filter(([name]) => /^\d{1,9}$/.test(name));
  const isAlone = numbered.length === 0 && (node.text || node.children.size > 0);
  if (isAlone) return [node];
  return numbered.sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child);
}

/** This protocol calls the framework's errors differently (observed on AWS for IAM and STS). */
const QUERY_CODES: Readonly<Record<string, string>> = { ValidationException: 'ValidationError' };

/** What an error is wrapped in. */
interface QueryErrorEnvelope extends Omit<QueryEnvelope, 'operation'> {
  /** The texts of errors, by their older codes, that a service words differently in this protocol. */
  readonly errorTexts?: Readonly<Record<string, string>> | undefined;
}

/** An error as the query protocol answers it. */
export function encodeQueryError(
  error: AwsError,
  { xmlNamespace, requestId, errorTexts = {} }: QueryErrorEnvelope,
): WireResponse {
  const code = error.queryCode ?? QUERY_CODES[error.code] ?? error.code;
  const details = [
    element('Type', error.fault),
    element('Code', code, 'escape'),
    element('Message', errorTexts[code] ?? error.message, 'escape'),
  ];
  const body = `${element('Error', details.join(''))}${element('RequestId', requestId)}`;
  return {
    status: error.status,
    headers: HEADERS,
    body: `<ErrorResponse xmlns="${xmlNamespace}">${body}</ErrorResponse>`,
  };
}
