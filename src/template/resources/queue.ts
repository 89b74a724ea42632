import type { Limits } from '../constraints.ts';
import type { PlannedQueue } from '../plan.ts';
import type { Properties, PropertyTable } from '../properties.ts';
import type { Resource } from '../sections.ts';
import { toJson } from '../tree.ts';
import { type Context, open } from './context.ts';

/** Numbers with their ranges (SQS API reference, SetQueueAttributes). */
const NUMBERS: Readonly<Record<string, Limits>> = {
  DelaySeconds: { min: 0, max: 900 },
  MaximumMessageSize: { min: 1024, max: 1_048_576 },
  MessageRetentionPeriod: { min: 60, max: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { min: 0, max: 20 },
  VisibilityTimeout: { min: 0, max: 43_200 },
};
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  DeduplicationScope: ['messageGroup', 'queue'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};
const FLAGS = ['FifoQueue', 'ContentBasedDeduplication'];
const FIFO_ONLY = [...Object.keys(TEXTS), 'ContentBasedDeduplication'];
const POLICIES = ['RedrivePolicy', 'RedriveAllowPolicy'];

const NO_ENCRYPTION = 'nothing is encrypted';
const EFFECTIVE = [...Object.keys(NUMBERS), ...Object.keys(TEXTS), ...FLAGS, ...POLICIES];
const TABLE: PropertyTable = {
  ...Object.fromEntries(EFFECTIVE.map((name) => [name, true] as const)),
  QueueName: true,
  KmsDataKeyReusePeriodSeconds: NO_ENCRYPTION,
  KmsMasterKeyId: NO_ENCRYPTION,
  SqsManagedSseEnabled: NO_ENCRYPTION,
  Tags: 'resources are not tagged',
};

/** AWS::SQS::Queue. */
export function planQueue(resource: Resource, context: Context): PlannedQueue | undefined {
  const opened = open(resource, TABLE, context);
  if (!opened) return undefined;
  const { identity, properties } = opened;
  const attributes = attributesOf(properties);
  const fifo = attributes.FifoQueue === 'true';
  checkName(identity.name, fifo, properties);
  checkKind(attributes, fifo, properties);
  return {
    logicalId: resource.logicalId,
    position: resource.at,
    name: identity.name,
    arn: identity.attributes.Arn!,
    url: identity.ref,
    fifo,
    attributes,
  };
}

/** SQS knows no FifoQueue=false: what is not a FIFO queue has no such attribute. */
function attributesOf(properties: Properties): Record<string, string> {
  const attributes: Record<string, string> = {};
  const set = (name: string, value: string | number | undefined) => {
    if (value !== undefined) attributes[name] = String(value);
  };
  for (const [name, limits] of Object.entries(NUMBERS)) {
    set(name, properties.integer(name, fieldOf(name), limits));
  }
  for (const [name, choices] of Object.entries(TEXTS)) {
    set(name, properties.text(name, fieldOf(name), { enum: choices }));
  }
  for (const name of FLAGS) {
    if (properties.boolean(name)) set(name, 'true');
  }
  for (const name of POLICIES) {
    const node = properties.node(name);
    if (node) set(name, node.kind === 'scalar' ? String(node.value) : policyText(node));
  }
  return attributes;
}

/** What SQS refuses of the settings of FIFO queues, told where it can be mended. */
function checkKind(
  attributes: Readonly<Record<string, string>>,
  fifo: boolean,
  properties: Properties,
): void {
  for (const name of fifo ? [] : FIFO_ONLY) {
    if (attributes[name] === undefined) continue;
    properties.findings.problem(
      properties.at(name),
      `${name} is for FIFO queues only: set FifoQueue to true.`,
    );
  }
  const isPerGroup = attributes.FifoThroughputLimit === 'perMessageGroupId';
  if (!fifo || !isPerGroup || attributes.DeduplicationScope === 'messageGroup') return;
  properties.findings.problem(
    properties.at('FifoThroughputLimit'),
    'FifoThroughputLimit can be perMessageGroupId only when DeduplicationScope is messageGroup.',
  );
}

const fieldOf = (name: string) => name[0]!.toLowerCase() + name.slice(1);

const policyText = (node: Parameters<typeof toJson>[0]) => JSON.stringify(toJson(node));

function checkName(name: string, fifo: boolean, properties: Properties): void {
  const form = fifo ? /^[a-zA-Z0-9_-]{1,75}\.fifo$/ : /^[a-zA-Z0-9_-]{1,80}$/;
  if (form.test(name)) return;
  const ending = fifo ? '; the name of a FIFO queue ends with .fifo' : '';
  properties.findings.problem(
    properties.at('QueueName'),
    `Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length${ending}`,
  );
}
