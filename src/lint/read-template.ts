import { functionGlobals, withGlobals } from '../template/globals.ts';
import { Findings, type Problem } from '../template/problem.ts';
import { SERVERLESS_FUNCTION } from '../template/resources/function-properties.ts';
import { type Resource, readSections, type Template } from '../template/sections.ts';
import { child, entriesOf, type MapNode, map, type Node } from '../template/tree.ts';
import {
  type Consumer,
  eventsOf,
  type LintedFunction,
  LintedTemplate,
  type Surroundings,
} from './linted-template.ts';
import { resolve, type Scope, scalarOf } from './value.ts';

const SAM_FUNCTION = 'AWS::Serverless::Function';
const FUNCTIONS = ['AWS::Lambda::Function', SAM_FUNCTION];
const MAPPING = 'AWS::Lambda::EventSourceMapping';
const NESTED = [
  ...['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'],
  'AWS::Serverless::Connector',
];
/** Settings that only sources other than streams have (CloudFormation reference). */
const OF_OTHER_SOURCES = [
  'Queues',
  'Topics',
  'SelfManagedEventSource',
  'DocumentDBEventSourceConfig',
];

/**
 * Why a text that can be read as YAML or JSON is no template: to be lenient with one would be to find
 * nothing wrong with whatever is no template at all.
 */
export function shapeProblems(root: Node): readonly Problem[] {
  const findings = new Findings();
  const entries = (node: Node | undefined, what: string) =>
    findings.attempt(() => entriesOf(node, what)) ?? [];
  entries(root, 'A template');
  for (const { name, value, at } of entries(child(root, 'Resources'), 'The section Resources')) {
    if (name.startsWith('Fn::')) continue;
    entries(value, `The resource ${name}`);
    const isEmpty = value.kind === 'scalar' && value.value === null;
    if (isEmpty || (value.kind === 'map' && child(value, 'Type') === undefined))
      findings.problem(at, `The resource ${name} has no Type.`);
  }
  return findings.problems;
}

/**
 * Finds the consumers of a template. It is lenient: what `up` would refuse is looked at as far as
 * it can be understood.
 */
export function readTemplate(
  root: Node,
  parameters: Readonly<Record<string, string>>,
  surroundings: Surroundings,
): LintedTemplate {
  const findings = new Findings();
  const sections = readSections(root, findings);
  const scope: Scope = { sections, parameters };
  const functions = readFunctions(sections, findings);
  const samConsumers = functions.flatMap((lambda) => consumersOfSam(lambda, scope));
  const rawConsumers = [...sections.resources.values()].flatMap((resource) =>
    resource.type === MAPPING ? consumerOf(resource, functions, scope) : [],
  );
  return new LintedTemplate({
    sections,
    parameters,
    surroundings,
    functions,
    consumers: [...samConsumers, ...rawConsumers],
    isComplete: isComplete(root, sections),
  });
}

/** Macros, nested stacks and connectors make resources and permissions that cannot be seen. */
function isComplete(root: Node, { resources }: Template): boolean {
  const node = child(root, 'Resources');
  const entries = node?.kind === 'map' ? [...node.entries.values()] : [];
  const isMade = entries.some(({ name, value }) => {
    return name.startsWith('Fn::') || child(value, 'Connectors') !== undefined;
  });
  return !isMade && ![...resources.values()].some(({ type }) => NESTED.includes(type));
}

function readFunctions(sections: Template, findings: Findings): LintedFunction[] {
  const known = Object.keys(SERVERLESS_FUNCTION);
  const shared = functionGlobals(sections.globals, known, findings);
  return [...sections.resources.values()]
    .filter(({ type }) => FUNCTIONS.includes(type))
    .map((resource) => {
      const isSam = resource.type === SAM_FUNCTION;
      const { logicalId, at } = resource;
      const merged = isSam ? findings.attempt(() => withGlobals(resource, shared)) : undefined;
      return { logicalId, at, resource, isSam, properties: merged ?? resource.properties };
    });
}

function consumersOfSam(lambda: LintedFunction, scope: Scope): Consumer[] {
  return eventsOf(lambda).flatMap((event) => {
    const type = child(event.value, 'Type');
    if (type?.kind !== 'scalar' || type.value !== 'Kinesis') return [];
    const properties = child(event.value, 'Properties');
    const settings: MapNode = properties?.kind === 'map' ? properties : map([], event.at);
    const source = streamOf(child(settings, 'Stream'), scope);
    return {
      logicalId: lambda.logicalId + event.name,
      at: event.at,
      settings,
      path: ['Resources', lambda.logicalId, 'Properties', 'Events', event.name, 'Properties'],
      isSam: true,
      lambda,
      stream: source === 'other' || source === 'unseen' ? undefined : source,
    };
  });
}

function consumerOf(
  resource: Resource,
  functions: readonly LintedFunction[],
  scope: Scope,
): Consumer[] {
  const { logicalId, at, properties } = resource;
  const source = streamOf(child(properties, 'EventSourceArn'), scope);
  if (source === 'other' || OF_OTHER_SOURCES.some((name) => properties.entries.has(name)))
    return [];
  if (source === 'unseen' && !properties.entries.has('StartingPosition')) return [];
  const lambda = functionOf(child(properties, 'FunctionName'), functions, scope);
  return [
    {
      logicalId,
      at,
      settings: properties,
      path: ['Resources', logicalId, 'Properties'],
      isSam: false,
      lambda,
      stream: source === 'unseen' ? undefined : source,
    },
  ];
}

/** The stream that a source stands for: a resource, one that is not in sight, or no stream. */
function streamOf(
  node: Node | undefined,
  scope: Scope,
  seen: ReadonlySet<Resource> = new Set(),
): Resource | 'unseen' | 'other' {
  const value = resolve(node, scope);
  if (value.kind === 'known') {
    const text = scalarOf(value);
    return typeof text === 'string' && /^arn:[^:]+:kinesis:/.test(text) ? 'unseen' : 'other';
  }
  if (value.kind !== 'reference') return 'unseen';
  const resource = scope.sections.resources.get(value.logicalId)!;
  if (resource.type === 'AWS::Kinesis::Stream') return resource;
  if (resource.type !== 'AWS::Kinesis::StreamConsumer' || seen.has(resource)) return 'other';
  return streamOf(child(resource.properties, 'StreamARN'), scope, new Set([...seen, resource]));
}

/** The function that a mapping calls, by way of its alias or version too. */
function functionOf(
  node: Node | undefined,
  functions: readonly LintedFunction[],
  scope: Scope,
  seen: ReadonlySet<Resource> = new Set(),
): LintedFunction | undefined {
  const value = resolve(node, scope);
  if (value.kind === 'known') {
    const name = scalarOf(value);
    return functions.find(({ properties }) => {
      return (
        name !== undefined && scalarOf(resolve(child(properties, 'FunctionName'), scope)) === name
      );
    });
  }
  if (value.kind !== 'reference') return undefined;
  const found = functions.find(({ logicalId }) => logicalId === value.logicalId);
  const resource = scope.sections.resources.get(value.logicalId);
  const isPointer = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'].includes(resource?.type ?? '');
  if (found || !resource || !isPointer || seen.has(resource)) return found;
  const next = child(resource.properties, 'FunctionName');
  return functionOf(next, functions, scope, new Set([...seen, resource]));
}
