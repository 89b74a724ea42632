import { functionGlobals, withGlobals } from './globals.ts';
import { didYouMean } from './nearest-name.ts';
import type { NotRun } from './plan.ts';
import { type Findings, type Position, Refusal } from './problem.ts';
import { checkProperties } from './properties.ts';
import { SERVERLESS_FUNCTION } from './resources/function-properties.ts';
import { KINESIS_EVENT } from './resources/mapping-properties.ts';
import { SNS_EVENT } from './resources/subscription.ts';
import type { Resource, Template } from './sections.ts';
import {
  child,
  type Entry,
  entriesOf,
  type MapNode,
  map,
  type Node,
  scalar,
  single,
  textOf,
} from './tree.ts';

const TYPE = 'AWS::Serverless::Function';
const TRANSFORM = 'AWS::Serverless-2016-10-31';

/** Event types of SAM; all but Kinesis and SNS come from services that do not run here. */
const EVENT_TYPES = [
  ...['AlexaSkill', 'Api', 'CloudWatchEvent', 'CloudWatchLogs', 'Cognito', 'DocumentDB'],
  ...['DynamoDB', 'EventBridgeRule', 'HttpApi', 'IoTRule', 'Kinesis', 'MQ', 'MSK', 'S3'],
  ...['SNS', 'SQS', 'Schedule', 'ScheduleV2', 'SelfManagedKafka'],
];

/** Properties that CloudFormation has under the same name; the others are SAM's own. */
const SAME_NAME = new Set([
  ...['Description', 'Environment', 'FunctionName', 'Handler', 'LoggingConfig', 'MemorySize'],
  ...['PackageType', 'ReservedConcurrentExecutions', 'Role', 'Runtime', 'Timeout'],
]);

/** A template in which SAM's functions have become what CloudFormation knows. */
export interface Expanded {
  readonly resources: ReadonlyMap<string, Resource>;
  /** Events of other kinds, with the function that they would start. */
  readonly notRun: readonly (NotRun & { readonly ownerId: string })[];
  /** Resources that the template does not write itself; nobody needs to hear of their fate. */
  readonly generated: ReadonlySet<string>;
}

/**
 * Does for functions what the SAM transform does: a function, its role, and for each event of
 * Kinesis or SNS a mapping or a subscription with the logical id `FunctionEvent` (SAM's generated resources).
 */
export function expandFunctions(template: Template, findings: Findings): Expanded {
  const resources = new Map<string, Resource>();
  const notRun: (NotRun & { ownerId: string })[] = [];
  const generated = new Set<string>();
  const shared = functionGlobals(template.globals, Object.keys(SERVERLESS_FUNCTION), findings);
  const add = (resource: Resource) => {
    const { logicalId, at } = resource;
    if (template.resources.has(logicalId) || resources.has(logicalId)) {
      findings.problem(at, `SAM makes a resource ${logicalId}, but there is one; rename either.`);
    }
    resources.set(logicalId, resource);
    generated.add(logicalId);
  };
  checkTransform(template, findings);
  for (const resource of template.resources.values()) {
    if (resource.type !== TYPE) {
      resources.set(resource.logicalId, resource);
      continue;
    }
    const properties = withGlobals(resource, shared);
    const entries = properties.entries;
    const of = `The function ${resource.logicalId}`;
    checkProperties(entries.values(), { table: SERVERLESS_FUNCTION, of, findings });
    if (!entries.has('Role')) add(roleOf(resource));
    resources.set(resource.logicalId, functionOf(resource, properties));
    const events = findings.attempt(() => entriesOf(child(properties, 'Events'), 'Events')) ?? [];
    for (const event of events) {
      const made = findings.attempt(() => eventOf(resource, event, findings));
      if (made && 'why' in made) notRun.push({ ...made, ownerId: resource.logicalId });
      else if (made) add(made);
    }
  }
  return { resources, notRun, generated };
}

function checkTransform({ transforms, resources }: Template, findings: Findings): void {
  if (transforms.includes(TRANSFORM)) return;
  for (const { type, at } of resources.values()) {
    if (!type.startsWith('AWS::Serverless::')) continue;
    findings.problem(
      at,
      `Unrecognized resource types: [${type}]. Add \`Transform: ${TRANSFORM}\` to the template.`,
    );
  }
}

function roleOf(resource: Resource): Resource {
  return {
    ...resource,
    logicalId: `${resource.logicalId}Role`,
    type: 'AWS::IAM::Role',
    properties: map([], resource.at),
    dependsOn: [],
    metadata: undefined,
  };
}

function functionOf(resource: Resource, { entries, at }: MapNode): Resource {
  const kept = [...entries.values()].filter(({ name }) => SAME_NAME.has(name));
  kept.push({ ...codeOf(entries, at), name: 'Code' });
  if (!entries.has('Role')) {
    const arn = scalar(`${resource.logicalId}Role.Arn`, resource.at);
    kept.push({ name: 'Role', value: single('Fn::GetAtt', arn, resource.at), at: resource.at });
  }
  return { ...resource, type: 'AWS::Lambda::Function', properties: map(kept, at) };
}

/** SAM prefers InlineCode, and takes the template's own directory when it is told nothing. */
function codeOf(entries: MapNode['entries'], at: Position): { value: Node; at: Position } {
  const inline = entries.get('InlineCode');
  if (inline) return { value: single('ZipFile', inline.value, inline.value.at), at: inline.at };
  const image = entries.get('ImageUri');
  if (image) return { value: single('ImageUri', image.value, image.value.at), at: image.at };
  return entries.get('CodeUri') ?? { value: scalar('.', at), at };
}

function eventOf(owner: Resource, event: Entry, findings: Findings): Resource | NotRun {
  const logicalId = owner.logicalId + event.name;
  const typeNode = child(event.value, 'Type');
  if (!typeNode) throw new Refusal(event.at, `The event ${event.name} has no Type.`);
  const type = textOf(typeNode, 'The Type of an event');
  if (!EVENT_TYPES.includes(type)) {
    throw new Refusal(typeNode.at, `SAM has no event ${type}.${didYouMean(type, EVENT_TYPES)}`);
  }
  const notRun = (why: string) => ({
    ...{ logicalId, position: event.at, type: `${type} event`, why },
  });
  const written = () => entriesOf(child(event.value, 'Properties'), `The event ${event.name}`);
  if (type === 'Kinesis') return mappingOf(owner, event, { written: written(), findings });
  if (type !== 'SNS') return notRun('only Kinesis streams and SNS topics send events here');
  if (written().some(({ name }) => name === 'SqsSubscription')) {
    return notRun('topics call functions here without a queue between them');
  }
  return subscriptionOf(owner, event, { written: written(), findings });
}

interface Written {
  readonly written: readonly Entry[];
  readonly findings: Findings;
}

function mappingOf(owner: Resource, event: Entry, { written, findings }: Written): Resource {
  checkProperties(written, {
    table: KINESIS_EVENT,
    of: `The Kinesis event ${event.name}`,
    findings,
  });
  const functionName = single('Ref', scalar(owner.logicalId, event.at), event.at);
  const entries: Entry[] = written.map((entry) => {
    return entry.name === 'Stream' ? { ...entry, name: 'EventSourceArn' } : entry;
  });
  if (!written.some(({ name }) => name === 'Stream')) {
    throw new Refusal(event.at, `The event ${event.name} has no Stream; give it a stream's ARN.`);
  }
  entries.push({ name: 'FunctionName', value: functionName, at: event.at });
  return madeOf(owner, event, { type: 'AWS::Lambda::EventSourceMapping', entries });
}

function subscriptionOf(owner: Resource, event: Entry, { written, findings }: Written): Resource {
  const of = `The SNS event ${event.name}`;
  checkProperties(written, { table: SNS_EVENT, of, findings });
  if (!written.some(({ name }) => name === 'Topic')) {
    throw new Refusal(event.at, `The event ${event.name} has no Topic; give it a topic's ARN.`);
  }
  const { at } = event;
  const functionArn = single('Fn::GetAtt', scalar(`${owner.logicalId}.Arn`, at), at);
  const entries: Entry[] = written.map((entry) => {
    return entry.name === 'Topic' ? { ...entry, name: 'TopicArn' } : entry;
  });
  entries.push({ name: 'Protocol', value: scalar('lambda', at), at });
  entries.push({ name: 'Endpoint', value: functionArn, at });
  return madeOf(owner, event, { type: 'AWS::SNS::Subscription', entries });
}

function madeOf(
  owner: Resource,
  { name, at }: Entry,
  { type, entries }: { readonly type: string; readonly entries: readonly Entry[] },
): Resource {
  const logicalId = owner.logicalId + name;
  const properties = map([...entries], at);
  return { ...owner, logicalId, at, type, properties, dependsOn: [], metadata: undefined };
}
