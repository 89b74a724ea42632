import { missing } from '../constraints.ts';
import type { PlannedConsumer } from '../plan.ts';
import type { PropertyTable } from '../properties.ts';
import type { Resource } from '../sections.ts';
import { type Context, open } from './context.ts';
import { readTags } from './tags.ts';

const TABLE: PropertyTable = {
  ConsumerName: true,
  StreamARN: true,
  Tags: true,
};

/** All AWS::Kinesis::StreamConsumer of a template; names are unique within a stream. */
export function planConsumers(
  resources: readonly Resource[],
  context: Context,
): readonly PlannedConsumer[] {
  const planned = resources.flatMap((resource) => planConsumer(resource, context) ?? []);
  const first = new Map<string, string>();
  for (const { arn, name, logicalId, position } of planned) {
    const other = first.get(arn);
    if (other === undefined) first.set(arn, logicalId);
    else {
      const message = `${other} registers a consumer ${name} with the same stream already.`;
      context.findings.problem(position, `${message} Choose another ConsumerName.`);
    }
  }
  return planned;
}

function planConsumer(resource: Resource, context: Context): PlannedConsumer | undefined {
  const opened = open(resource, TABLE, context);
  if (!opened) return undefined;
  const { identity, properties } = opened;
  const limits = { min: 1, max: 128, pattern: /^[a-zA-Z0-9_.-]+$/ };
  properties.text('ConsumerName', 'consumerName', limits);
  if (properties.isAbsent('ConsumerName')) {
    context.findings.problem(resource.at, missing('consumerName'));
  }
  const { ConsumerARN, ConsumerCreationTimestamp, StreamARN } = identity.attributes;
  return {
    logicalId: resource.logicalId,
    position: resource.at,
    name: identity.name,
    arn: ConsumerARN!,
    streamArn: StreamARN!,
    createdAtSeconds: Number(ConsumerCreationTimestamp),
    tags: readTags(properties),
  };
}
