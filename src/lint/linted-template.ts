import type { Position } from '../template/problem.ts';
import type { Resource, Template } from '../template/sections.ts';
import { child, type Entry, type MapNode, type Node } from '../template/tree.ts';
import { resolve, type Scope, scalarOf, type Value } from './value.ts';

/** A function of the template, with what Globals give it. */
export interface LintedFunction {
  readonly logicalId: string;
  readonly at: Position;
  readonly resource: Resource;
  readonly properties: MapNode;
  readonly isSam: boolean;
}

/** The events of a SAM function, each with its name. */
export function eventsOf({ isSam, properties }: LintedFunction): readonly Entry[] {
  const events = isSam ? child(properties, 'Events') : undefined;
  return events?.kind === 'map' ? [...events.entries.values()] : [];
}

/** An event source mapping of a Kinesis stream, with what stands at its two ends. */
export interface Consumer {
  readonly logicalId: string;
  readonly at: Position;
  /** The settings as they are written. */
  readonly settings: MapNode;
  /** The keys that lead to the settings. */
  readonly path: readonly string[];
  readonly isSam: boolean;
  readonly lambda: LintedFunction | undefined;
  /** The stream, when the template makes it. */
  readonly stream: Resource | undefined;
}

/** A file beside the template. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** What lies around a template, as far as the rules may look at it. Paths are relative to it. */
export interface Surroundings {
  /** The text of a file, or undefined when there is none. */
  readonly read: (path: string) => string | undefined;
  /** The programs that may put records, as the texts of their files. */
  readonly programs: () => readonly SourceText[];
}

export type Tri<Known> = Known | 'absent' | 'unknown';

/** A template as the rules see it. */
export class LintedTemplate implements Scope {
  readonly sections: Template;
  readonly parameters: Readonly<Record<string, string>>;
  readonly surroundings: Surroundings;
  /** False when something may add resources or permissions that cannot be seen. */
  readonly isComplete: boolean;
  readonly functions: readonly LintedFunction[];
  readonly consumers: readonly Consumer[];

  constructor(parts: Omit<LintedTemplate, 'value' | 'text' | 'number' | 'flag' | 'resourcesOf'>) {
    this.sections = parts.sections;
    this.parameters = parts.parameters;
    this.surroundings = parts.surroundings;
    this.isComplete = parts.isComplete;
    this.functions = parts.functions;
    this.consumers = parts.consumers;
  }

  /** The value at the end of a way of property names. */
  value(node: Node | undefined, ...names: string[]): Value {
    let value = resolve(node, this);
    for (const name of names) {
      if (value.kind !== 'known') return value.kind === 'reference' ? { kind: 'unknown' } : value;
      value = resolve(child(value.node, name), this);
    }
    return value;
  }

  text(node: Node | undefined, ...names: string[]): Tri<string> {
    const value = this.value(node, ...names);
    if (value.kind === 'absent') return 'absent';
    const known = scalarOf(value);
    return known === undefined ? 'unknown' : String(known);
  }

  number(node: Node | undefined, ...names: string[]): Tri<number> {
    const text = this.text(node, ...names);
    if (text === 'absent' || text === 'unknown') return text;
    const number = Number(text);
    return Number.isFinite(number) ? number : 'unknown';
  }

  /** CloudFormation takes `true` and `"true"` alike. */
  flag(node: Node | undefined, name: string): Tri<boolean> {
    const text = this.text(node, name);
    if (text === 'absent' || text === 'unknown') return text;
    return text.toLowerCase() === 'true';
  }

  resourcesOf(...types: readonly string[]): Resource[] {
    return [...this.sections.resources.values()].filter(({ type }) => types.includes(type));
  }
}

/** Where a property stands, or, when it is not there, where the settings do. */
export function placeOf(consumer: Consumer, name: string): Position {
  const entry: Entry | undefined = consumer.settings.entries.get(name);
  return entry?.at ?? consumer.at;
}
