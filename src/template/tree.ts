import { type Position, Refusal } from './problem.ts';

/** A value of a template with the place where it stands. */
export type Node = ScalarNode | ListNode | MapNode;
export type Scalar = string | number | boolean | null;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: Scalar;
  /** As it is written, where that is not its value: the `No` that means false. */
  readonly source?: string;
  readonly at: Position;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly at: Position;
}

/** One key of a map with its value; `at` is the place of the key. */
export interface Entry {
  readonly name: string;
  readonly value: Node;
  readonly at: Position;
}

/** Keys are held by a Map, so that `__proto__` is a key like any other. */
export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly at: Position;
}

/** A tree as plain data: what a JSON document of it would hold. */
export type Json = Scalar | Json[] | { [key: string]: Json };

export const scalar = (value: Scalar, at: Position): ScalarNode => ({ kind: 'scalar', value, at });

export const list = (items: readonly Node[], at: Position): ListNode => ({
  kind: 'list',
  items,
  at,
});

export const map = (entries: readonly Entry[], at: Position): MapNode => ({
  kind: 'map',
  entries: new Map(entries.map((entry) => [entry.name, entry])),
  at,
});

/** A map with one key: `single('Ref', scalar('Orders', at), at)`. */
export const single = (name: string, value: Node, at: Position): MapNode =>
  map([{ name, value, at }], at);

/** The value of a key of a map, or undefined when the node is no map or has no such key. */
export function child(node: Node | undefined, name: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(name)?.value : undefined;
}

/** A node as words for a message: `a list`, `the text "x"`. */
export function describe(node: Node): string {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  return node.value === null ? 'nothing' : JSON.stringify(node.value);
}

/** The text of a scalar as CloudFormation writes it: `true`, `100`. Refuses anything else. */
export function textOf(node: Node, what: string): string {
  if (node.kind === 'scalar' && node.value !== null) return String(node.value);
  throw new Refusal(node.at, `${what} must be text, not ${describe(node)}.`);
}

/** A name: a scalar as it is written, so that a condition can be called `No`. */
export function nameOf(node: Node, what: string): string {
  return (node.kind === 'scalar' && node.source) || textOf(node, what);
}

/** The items of a list. Refuses anything else. */
export function itemsOf(node: Node, what: string): readonly Node[] {
  if (node.kind === 'list') return node.items;
  throw new Refusal(node.at, `${what} must be a list, not ${describe(node)}.`);
}

/** The entries of a map; none when the node is absent or empty. Refuses anything else. */
export function entriesOf(node: Node | undefined, what: string): Entry[] {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return [];
  if (node.kind === 'map') return [...node.entries.values()];
  throw new Refusal(node.at, `${what} must be a map, not ${describe(node)}.`);
}

/** The tree as plain data. Object keys are own properties, `__proto__` included. */
export function toJson(node: Node): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toJson);
  return Object.fromEntries(
    [...node.entries.values()].map(({ name, value }) => [name, toJson(value)]),
  );
}
