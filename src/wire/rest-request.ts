import type { Member } from './members.ts';
import type { WireRequest } from './message.ts';
import { scalarFromText } from './scalar-text.ts';
import type { ListShape, Shape, StructureShape } from './shape.ts';

/** Where a member of a REST request can stand when it is not in its body. */
type Place = Exclude<NonNullable<Shape['in']>, 'payload' | 'statusCode'>;

/** What the members of a request are read from. */
export interface RequestParts extends Pick<WireRequest, 'query' | 'headers'> {
  /** The labels of the path. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The name of a member in its place. */
export const nameOf = ({ name, shape }: Member) => shape.as ?? name;

/**
 * The value of a member that stands in the path, the query or the headers; undefined when it is
 * not there, or stands elsewhere.
 *
 * @throws AwsError `SerializationException` when a text does not fit its type
 */
export function readMember(member: Member, parts: RequestParts): unknown {
  const { in: place } = member.shape;
  if (place === undefined || place === 'payload' || place === 'statusCode') return undefined;
  return VALUE_AT[place](member, parts);
}

const VALUE_AT: Readonly<Record<Place, (member: Member, parts: RequestParts) => unknown>> = {
  path: (member, { labels }) => fromText(member, labels[nameOf(member)]),
  query: (member, { query }) =>
    member.shape.type === 'list'
      ? fromTexts(member.shape, query.getAll(nameOf(member)))
      : fromText(member, query.get(nameOf(member))),
  header: (member, { headers }) => fromText(member, joined(headers[nameOf(member).toLowerCase()])),
  headers: (member, { headers }) => {
    const prefix = nameOf(member).toLowerCase();
    const found = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
    return Object.fromEntries(
      found.map(([name, value]) => [name.slice(prefix.length), joined(value)]),
    );
  },
};

const joined = (value: string | string[] | undefined) =>
  Array.isArray(value) ? value.join(', ') : value;
const fromText = ({ shape }: Member, text: string | null | undefined) =>
  text === undefined || text === null ? undefined : scalarFromText(shape, text);
const fromTexts = (shape: ListShape, texts: readonly string[]) =>
  texts.length === 0 ? undefined : texts.map((text) => scalarFromText(shape.member, text));

const bodyShapes = new WeakMap<StructureShape, StructureShape>();

/** The members of a structure that stand in the body, as a structure of its own. */
export function bodyShapeOf(shape: StructureShape): StructureShape {
  const known = bodyShapes.get(shape);
  if (known) return known;
  const members = Object.entries(shape.members).filter(([, member]) => member.in === undefined);
  const bodyShape: StructureShape = { type: 'structure', members: Object.fromEntries(members) };
  bodyShapes.set(shape, bodyShape);
  return bodyShape;
}
