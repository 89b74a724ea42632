import { parseArn } from '../../aws/arn.ts';
import { missing } from '../constraints.ts';
import type { NotRun, PlannedMapping } from '../plan.ts';
import { Refusal } from '../problem.ts';
import type { Properties } from '../properties.ts';
import type { Resource } from '../sections.ts';
import { describe, type MapNode, textOf } from '../tree.ts';
import { open } from './context.ts';
import { checkDestination, checkFunction, checkSource, type Surroundings } from './mapping-ends.ts';
import { EVENT_SOURCE_MAPPING, OTHER_SOURCES } from './mapping-properties.ts';
import { readSettings } from './mapping-settings.ts';

const OTHER_SOURCE = 'only Kinesis streams send events here';

/** AWS::Lambda::EventSourceMapping, and what SAM makes of a Kinesis event. */
export function planMapping(
  resource: Resource,
  world: Surroundings,
): PlannedMapping | NotRun | undefined {
  const { logicalId, at, type, properties: map } = resource;
  const source = world.findings.attempt(() => sourceOf(resource, world));
  if (source === undefined) return undefined;
  if (source === 'other') return { logicalId, position: at, type, why: OTHER_SOURCE };
  checkOtherSources(map, world);
  const rest = without(map, OTHER_SOURCES);
  const opened = open({ ...resource, properties: rest }, EVENT_SOURCE_MAPPING, world);
  if (!opened) return undefined;
  const { identity, properties } = opened;
  const functionName = properties.text('FunctionName', 'functionName', { min: 1, max: 256 });
  if (properties.isAbsent('FunctionName')) world.findings.problem(at, missing('functionName'));
  const nameAt = properties.at('FunctionName');
  if (functionName !== undefined) {
    world.findings.attempt(() => checkFunction(functionName, nameAt, world));
  }
  const settings = readSettings(properties);
  const destination = destinationOf(properties, world);
  if (!settings || functionName === undefined) return undefined;
  return {
    logicalId,
    position: at,
    uuid: identity.ref,
    eventSourceArn: source.arn,
    functionName,
    ...settings,
    ...(destination && { onFailureDestinationArn: destination }),
  };
}

/** The ARN of the stream or the consumer, or that the source is of another kind. Refuses what is not right. */
function sourceOf(
  { at, properties }: Resource,
  world: Surroundings,
): { arn: string } | 'other' | undefined {
  const written = properties.entries.get('EventSourceArn')?.value;
  if (!written) {
    if (OTHER_SOURCES.some((name) => properties.entries.has(name))) return 'other';
    throw new Refusal(at, 'Unrecognized event source. Give EventSourceArn the ARN of a stream.');
  }
  try {
    const value = world.evaluator.evaluate(written);
    const arn = value ? textOf(value, 'EventSourceArn') : describe(written);
    const service = parseArn(arn)?.service;
    if (service === undefined) {
      const advice = 'Use !GetAtt Stream.Arn, or the ARN itself.';
      throw new Refusal(written.at, `EventSourceArn must be an ARN, not ${arn}. ${advice}`);
    }
    if (service !== 'kinesis') return 'other';
    checkSource(arn, written.at, world);
    return { arn };
  } catch (error) {
    if (!(error instanceof Refusal) || error.missing === undefined) throw error;
    const type = world.typeOf(error.missing);
    if (!type?.startsWith('AWS::Kinesis::')) return 'other';
    throw error;
  }
}

function checkOtherSources({ entries }: MapNode, { findings }: Surroundings): void {
  for (const name of OTHER_SOURCES) {
    const entry = entries.get(name);
    if (entry) findings.problem(entry.at, `${name} does not go with a Kinesis stream; remove it.`);
  }
}

function without(node: MapNode, names: readonly string[]): MapNode {
  const entries = [...node.entries].filter(([name]) => !names.includes(name));
  return { ...node, entries: new Map(entries) };
}

/** `Type` is SAM's: it tells which permission to add. */
const ON_FAILURE = { Destination: true, Type: true } as const;

function destinationOf(properties: Properties, world: Surroundings): string | undefined {
  const config = properties.nested('DestinationConfig', { OnFailure: true, OnSuccess: true });
  if (config && !config.isAbsent('OnSuccess')) {
    world.findings.problem(
      config.at('OnSuccess'),
      'Unsupported DestinationConfig parameter for given event source mapping type.',
    );
  }
  const onFailure = config?.nested('OnFailure', ON_FAILURE);
  onFailure?.text('Type', 'type', { enum: ['SQS', 'SNS', 'S3', 'Kafka'] });
  const limits = { max: 350 };
  const field = 'destinationConfig.onFailure.destination';
  const arn = onFailure?.text('Destination', field, limits);
  if (!arn) return undefined;
  const at = onFailure!.at('Destination');
  world.findings.attempt(() => checkDestination(arn, at, world));
  return arn;
}
