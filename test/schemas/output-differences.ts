import type { NormalizedSchema } from '@smithy/core/schema';
import type { BoundOperation } from '../../src/api/operation.ts';
import { required, type Shape, type StructureShape, structure } from '../../src/wire/shape.ts';
import type { SdkOperation } from './sdk-schema.ts';

/** What the bodies of a service are written in. */
export type BodyForm = 'json' | 'xml';

/** What is compared: how the SDK reads something with how it is written here, and the way to it. */
interface Pair {
  readonly path: string;
  readonly schema: NormalizedSchema;
  readonly shape: Shape;
}

/** A structure's member on both sides. */
interface MemberPair extends Pair {
  readonly name: string;
}

/**
 * How the SDK reads the answer of an operation otherwise than it is written here, as lines such as
 * `Owner.ID: string, here number`. A member on one side only is `missing` here, or `unknown` there.
 */
export function outputDifferences(
  { output, status = 200 }: SdkOperation,
  operation: BoundOperation,
  form: BodyForm,
): string[] {
  const { http } = operation;
  const statusHere = http?.status ?? 200;
  const pair = { path: '', schema: output, shape: asTheSdkHasIt(operation, output) };
  return [
    ...(http && status !== statusHere ? [`status ${status}, here ${statusHere}`] : []),
    ...(form === 'xml' ? rootDifferences(output, operation.output) : []),
    ...structureDifferences(pair, form),
  ];
}

/** An output, with its events as a member, and with its body in one where the SDK has it so. */
function asTheSdkHasIt(
  { output, events }: BoundOperation,
  schema: NormalizedSchema,
): StructureShape {
  if (events) {
    const stream = required(structure(events));
    return { ...output, members: { ...output.members, EventStream: stream } };
  }
  const payload = payloadOf(schema);
  if (payload === undefined) return output;
  const isInBody = ([, member]: [string, Shape]) => member.in === undefined;
  const members = Object.entries(output.members);
  const body = structure(Object.fromEntries(members.filter(isInBody)), { in: 'payload' });
  const others = members.filter((member) => !isInBody(member));
  return { ...output, members: { ...Object.fromEntries(others), [payload]: required(body) } };
}

/** The member that is the body, when that is a structure. */
const payloadOf = (schema: NormalizedSchema): string | undefined =>
  [...schema.structIterator()].find(
    ([, member]) => member.getMemberTraits().httpPayload && member.isStructSchema(),
  )?.[0];

/** What the whole body is called in XML. */
function rootDifferences(schema: NormalizedSchema, shape: StructureShape): string[] {
  const isBody = Object.values(shape.members).some((member) => member.in === undefined);
  const name = payloadOf(schema) ?? schema.getOwnTraits().xmlName;
  if (!isBody || name === undefined || name === shape.as) return [];
  return [`called ${name}, here ${shape.as ?? 'Result'}`];
}

function structureDifferences({ path, schema, shape }: Pair, form: BodyForm): string[] {
  const { members } = shape as StructureShape;
  const [known, always] = membersOf(schema);
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const missing = Object.keys(known).filter(
    // The status of an answer is there in any case.
    (name) => !members[name] && !known[name]?.getMemberTraits().httpResponseCode,
  );
  const lines = missing.map((name) => `${at(name)}: missing`);
  for (const [name, ours] of Object.entries(members)) {
    const theirs = known[name];
    if (!theirs) {
      lines.push(`${at(name)}: unknown`);
      continue;
    }
    if (always.has(name) && !ours.required) lines.push(`${at(name)}: required`);
    const pair = { path: at(name), name, schema: theirs, shape: ours };
    lines.push(...placeDifferences(pair, form), ...typeDifferences(pair, form));
  }
  return lines;
}

/** The members of a structure, and the names of those that are always there. */
function membersOf(
  schema: NormalizedSchema,
): [Readonly<Record<string, NormalizedSchema>>, ReadonlySet<string>] {
  const members = Object.fromEntries(schema.structIterator());
  const [, , , , names, , count = 0] = schema.isStructSchema()
    ? (schema.getSchema() as unknown as [0, 0, 0, 0, readonly string[], 0, number?])
    : [0, 0, 0, 0, []];
  return [members, new Set(names.slice(0, count))];
}

function typeDifferences(pair: Pair, form: BodyForm): string[] {
  const { path, schema, shape } = pair;
  const [theirs, ours] = [typeOfSchema(schema), typeOfShape(shape)];
  if (theirs !== ours) return [`${path}: ${theirs}, here ${ours}`];
  if (shape.type === 'timestamp') return timeDifferences(pair, form);
  if (shape.type === 'structure') return structureDifferences(pair, form);
  if (shape.type === 'map')
    return typeDifferences(
      { path: `${path}{}`, schema: schema.getValueSchema(), shape: shape.value },
      form,
    );
  if (shape.type !== 'list') return [];
  const element = { path: `${path}[]`, schema: schema.getValueSchema(), shape: shape.member };
  return [...typeDifferences(element, form), ...elementDifferences(pair, form)];
}

function typeOfSchema(schema: NormalizedSchema): string {
  if (schema.isStructSchema() || schema.isUnitSchema()) return 'structure';
  if (schema.isListSchema()) return 'list';
  if (schema.isMapSchema()) return 'map';
  if (schema.isBlobSchema()) return 'blob';
  if (schema.isTimestampSchema()) return 'timestamp';
  if (schema.isBooleanSchema()) return 'boolean';
  if (schema.isNumericSchema()) return 'number';
  return schema.isStringSchema() ? 'string' : 'document';
}

/** The SDK has one kind of numbers for all that are small enough. */
const typeOfShape = ({ type }: Shape) =>
  type === 'integer' || type === 'double' ? 'number' : type;

/** The forms of time by their numbers in schemas; 4 is that of the protocol. */
const TIMES: Readonly<Record<number, string>> = { 5: 'date-time', 6: 'http-date', 7: 'epoch' };

function timeDifferences({ path, schema, shape }: Pair, form: BodyForm): string[] {
  const theirs = TIMES[schema.getSchema() as number];
  const ours = shape.in === 'header' ? 'http-date' : form === 'xml' ? 'date-time' : 'epoch';
  if (theirs === undefined || theirs === ours) return [];
  return [`${path}: ${theirs}, here ${ours}`];
}

/** Where a member stands in the answer, and what it is called there. */
function placeDifferences({ path, name, schema, shape }: MemberPair, form: BodyForm): string[] {
  const traits = schema.getMemberTraits();
  const prefixes = traits.httpPrefixHeaders;
  const theirs =
    (traits.httpHeader !== undefined && `header ${traits.httpHeader.toLowerCase()}`) ||
    (prefixes !== undefined && `headers ${prefixes.toLowerCase()}`) ||
    (traits.httpPayload && 'payload') ||
    (traits.httpResponseCode && 'statusCode') ||
    `body ${form === 'xml' ? (traits.xmlName ?? name) : (traits.jsonName ?? name)}`;
  const as = shape.as ?? name;
  const ours =
    shape.in === 'header' || shape.in === 'headers'
      ? `${shape.in} ${as.toLowerCase()}`
      : (shape.in ?? `body ${form === 'xml' ? as : name}`);
  return theirs === ours ? [] : [`${path}: in ${theirs}, here ${ours}`];
}

/** What the elements of a list are called in XML. */
function elementDifferences({ path, schema, shape }: Pair, form: BodyForm): string[] {
  if (form !== 'xml' || shape.type !== 'list') return [];
  const { xmlName } = schema.getValueSchema().getMemberTraits();
  const theirs = schema.getMergedTraits().xmlFlattened ? 'flattened' : (xmlName ?? 'member');
  const ours = shape.flattened ? 'flattened' : (shape.member.as ?? 'member');
  return theirs === ours ? [] : [`${path}[]: called ${theirs}, here ${ours}`];
}
