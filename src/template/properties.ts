import { ownOf } from '../aws/own.ts';
import { type Limits, violation } from './constraints.ts';
import type { Evaluator } from './evaluator.ts';
import { didYouMean } from './nearest-name.ts';
import { type Findings, type Position, Refusal } from './problem.ts';
import {
  describe,
  type Entry,
  entriesOf,
  itemsOf,
  type MapNode,
  map,
  type Node,
  textOf,
} from './tree.ts';

/** The properties of a type: true when they take effect here, otherwise why they do not. */
export type PropertyTable = Readonly<Record<string, true | string>>;

/** Notes property names that AWS does not know, and warns of those without effect here. */
export function checkProperties(
  entries: Iterable<Entry>,
  options: { table: PropertyTable; of: string; findings: Findings },
): void {
  const { table, of, findings } = options;
  for (const { name, at } of entries) {
    const effect = ownOf(table, name);
    if (effect === undefined) {
      const hint = didYouMean(name, Object.keys(table)) || ' Remove it.';
      findings.problem(at, `${of} has no property ${name}.${hint}`);
    } else if (effect !== true) {
      findings.warn(at, `${name} is accepted here and has no effect: ${effect}.`);
    }
  }
}

/**
 * Reads the properties of one resource, evaluated and within their limits. What is wrong with one
 * is noted, and the property counts as absent, so that the rest is looked at too.
 */
export class Properties {
  readonly #map: MapNode;
  readonly #evaluator: Evaluator;
  readonly #values = new Map<string, Node | undefined>();
  readonly #wrong = new Set<string>();
  readonly findings: Findings;

  constructor(node: MapNode, evaluator: Evaluator, findings: Findings) {
    this.#map = node;
    this.#evaluator = evaluator;
    this.findings = findings;
  }

  /** Where a property's value stands, or the whole when it is absent. */
  at(name: string): Position {
    return this.#map.entries.get(name)?.value.at ?? this.#map.at;
  }

  /** Whether a property is not given, or as AWS::NoValue. One that is wrong is not absent. */
  isAbsent(name: string): boolean {
    return this.node(name) === undefined && !this.#wrong.has(name);
  }

  /** A property as it is written. */
  raw(name: string): Node | undefined {
    return this.#map.entries.get(name)?.value;
  }

  /** The value of a property; undefined when it is absent, AWS::NoValue or wrong. */
  node(name: string): Node | undefined {
    if (this.#values.has(name)) return this.#values.get(name);
    const written = this.raw(name);
    const found = this.findings.attempt(() => ({
      value: written && this.#evaluator.evaluate(written),
    }));
    if (!found) this.#wrong.add(name);
    this.#values.set(name, found?.value);
    return found?.value;
  }

  /** `field` is the member's name in AWS's API, for its error text. */
  text(name: string, field: string, limits: Limits = {}): string | undefined {
    return this.#read(name, (node) => {
      const text = textOf(node, name);
      return this.#within(text, { field, limits, at: node.at });
    });
  }

  integer(name: string, field: string, limits: Limits = {}): number | undefined {
    return this.#read(name, (node) => {
      const number = numberOf(node, name);
      if (!Number.isInteger(number)) {
        throw new Refusal(node.at, `${name} must be a whole number, not ${describe(node)}.`);
      }
      return this.#within(number, { field, limits, at: node.at });
    });
  }

  number(name: string): number | undefined {
    return this.#read(name, (node) => numberOf(node, name));
  }

  boolean(name: string): boolean | undefined {
    return this.#read(name, (node) => {
      const text = node.kind === 'scalar' ? String(node.value).toLowerCase() : '';
      if (text === 'true' || text === 'false') return text === 'true';
      throw new Refusal(node.at, `${name} must be true or false, not ${describe(node)}.`);
    });
  }

  list(name: string): readonly Node[] | undefined {
    return this.#read(name, (node) => itemsOf(node, name));
  }

  /** A property that has properties of its own. */
  nested(name: string, table: PropertyTable): Properties | undefined {
    return this.#read(name, (node) => this.#inside(node, name, table));
  }

  /** The properties of an item of a list. */
  inside(item: Node, name: string, table: PropertyTable): Properties | undefined {
    return this.findings.attempt(() => this.#inside(item, name, table));
  }

  entries(name: string): readonly Entry[] | undefined {
    return this.#read(name, (node) => entriesOf(node, name));
  }

  #read<Value>(name: string, read: (node: Node) => Value): Value | undefined {
    const node = this.node(name);
    return node && this.findings.attempt(() => read(node));
  }

  #inside(node: Node, name: string, table: PropertyTable): Properties {
    const nested = map(entriesOf(node, name), node.at);
    checkProperties(nested.entries.values(), { table, of: name, findings: this.findings });
    return new Properties(nested, this.#evaluator, this.findings);
  }

  #within<Value extends string | number>(
    value: Value,
    { field, limits, at }: { field: string; limits: Limits; at: Position },
  ): Value {
    const message = violation(value, field, limits);
    if (message) throw new Refusal(at, message);
    return value;
  }
}

function numberOf(node: Node, name: string): number {
  const text = node.kind === 'scalar' && node.value !== null ? String(node.value).trim() : '';
  const number = Number(text);
  if (text !== '' && Number.isFinite(number)) return number;
  throw new Refusal(node.at, `${name} must be a number, not ${describe(node)}.`);
}
