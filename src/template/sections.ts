import { didYouMean } from './nearest-name.ts';
import { type Findings, type Position, Refusal } from './problem.ts';
import {
  child,
  type Entry,
  entriesOf,
  itemsOf,
  type MapNode,
  map,
  type Node,
  nameOf,
  textOf,
} from './tree.ts';

/** A reference by name, and where it stands. */
export interface Named {
  readonly name: string;
  readonly at: Position;
}

/** One resource as the template writes it. */
export interface Resource {
  readonly logicalId: string;
  readonly at: Position;
  readonly type: string;
  readonly properties: MapNode;
  /** The condition without which the resource is left out. */
  readonly condition: Named | undefined;
  readonly dependsOn: readonly Named[];
  readonly metadata: Node | undefined;
  readonly ignoreGlobals: Node | undefined;
}

/** A template by its sections; nothing in it is worked out yet. */
export interface Template {
  readonly transforms: readonly string[];
  readonly globals: Node | undefined;
  readonly parameters: readonly Entry[];
  readonly mappings: Node | undefined;
  readonly conditions: ReadonlyMap<string, Entry>;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly outputs: readonly Entry[];
}

const SECTIONS = [
  ...['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Transform', 'Globals', 'Hooks'],
  ...['Parameters', 'Rules', 'Mappings', 'Conditions', 'Resources', 'Outputs'],
];

const RESOURCE_ATTRIBUTES = [
  ...['Type', 'Properties', 'Condition', 'DependsOn', 'Metadata', 'CreationPolicy'],
  ...['DeletionPolicy', 'UpdatePolicy', 'UpdateReplacePolicy', 'Connectors', 'IgnoreGlobals'],
];

/** Logical ids are letters and digits (CloudFormation user guide, resources). */
const LOGICAL_ID = /^[A-Za-z0-9]{1,255}$/;

/** Sorts a template into its sections; what stands at a wrong place is noted as a problem. */
export function readSections(root: Node, findings: Findings): Template {
  const sections = findings.attempt(() => entriesOf(root, 'A template')) ?? [];
  checkNames(sections, { known: SECTIONS, what: 'section', findings });
  const section = (name: string) =>
    findings.attempt(() => entriesOf(child(root, name), `The section ${name}`)) ?? [];
  const resources = section('Resources').flatMap((entry) => {
    return findings.attempt(() => [readResource(entry, findings)]) ?? [];
  });
  return {
    transforms: findings.attempt(() => transformsOf(child(root, 'Transform'))) ?? [],
    globals: child(root, 'Globals'),
    parameters: section('Parameters'),
    mappings: child(root, 'Mappings'),
    conditions: new Map(section('Conditions').map((entry) => [entry.name, entry])),
    resources: new Map(resources.map((resource) => [resource.logicalId, resource])),
    outputs: section('Outputs'),
  };
}

/** Notes each name that AWS does not know at this place, with the likeliest that it knows. */
export function checkNames(
  entries: readonly Entry[],
  options: { known: readonly string[]; what: string; findings: Findings },
): void {
  const known = new Set(options.known);
  for (const { name, at } of entries) {
    if (known.has(name)) continue;
    const hint = didYouMean(name, known);
    options.findings.problem(at, `There is no ${options.what} ${name}.${hint || ' Remove it.'}`);
  }
}

function transformsOf(node: Node | undefined): string[] {
  if (node === undefined) return [];
  const items = node.kind === 'list' ? node.items : [node];
  return items.map((item) => {
    return textOf(child(item, 'Name') ?? item, 'A transform');
  });
}

function readResource({ name, value, at }: Entry, findings: Findings): Resource {
  if (name.startsWith('Fn::')) {
    throw new Refusal(at, `${name} makes resources with a transform that does not run here.`);
  }
  if (!LOGICAL_ID.test(name)) {
    throw new Refusal(at, `A logical id has letters and digits only; rename ${name}.`);
  }
  const attributes = entriesOf(value, `The resource ${name}`);
  checkNames(attributes, { known: RESOURCE_ATTRIBUTES, what: 'resource attribute', findings });
  const type = child(value, 'Type');
  if (type === undefined) throw new Refusal(at, `The resource ${name} has no Type.`);
  const condition = child(value, 'Condition');
  const properties = child(value, 'Properties');
  return {
    logicalId: name,
    at,
    type: textOf(type, 'A Type'),
    properties: map(entriesOf(properties, `The properties of ${name}`), properties?.at ?? at),
    condition: condition && { name: nameOf(condition, 'A Condition'), at: condition.at },
    dependsOn: dependenciesOf(child(value, 'DependsOn')),
    metadata: child(value, 'Metadata'),
    ignoreGlobals: child(value, 'IgnoreGlobals'),
  };
}

function dependenciesOf(node: Node | undefined): Named[] {
  if (node === undefined) return [];
  const items = node.kind === 'list' ? itemsOf(node, 'DependsOn') : [node];
  return items.map((item) => ({ name: nameOf(item, 'DependsOn'), at: item.at }));
}
