import { intrinsicOf } from '../intrinsics/table.ts';
import type { NotRun, PlannedQueue, PlannedTopic } from '../plan.ts';
import { checkProperties, Properties, type PropertyTable } from '../properties.ts';
import type { Resource } from '../sections.ts';
import { entriesOf, map, type Node } from '../tree.ts';
import { type Context, open } from './context.ts';
import { readEndpoint, readProtocol, type Subscribers } from './subscriber.ts';

const NO_FIFO = 'there are no FIFO topics here';
const TABLE: PropertyTable = {
  TopicName: true,
  FifoTopic: true,
  Subscription: true,
  ArchivePolicy: NO_FIFO,
  ContentBasedDeduplication: NO_FIFO,
  DataProtectionPolicy: 'messages are delivered as they are published',
  DeliveryStatusLogging: 'deliveries are not logged',
  DisplayName: 'nobody is sent mails or text messages',
  FifoThroughputScope: NO_FIFO,
  KmsMasterKeyId: 'nothing is encrypted',
  MaximumMessageSize: 'messages can always have 256 KiB',
  SignatureVersion: 'notifications are not signed',
  Tags: 'resources are not tagged',
  TracingConfig: 'nothing is traced',
};

/** A subscription that stands in its topic has no more than these. */
const SUBSCRIPTION: PropertyTable = { Endpoint: true, Protocol: true };

/** What is known of the template when its topics are planned. */
export interface TopicSurroundings extends Context {
  readonly queues: readonly PlannedQueue[];
}

/** AWS::SNS::Topic, and beside it those of its own subscriptions that do not run. */
export function planTopic(resource: Resource, world: TopicSurroundings): (PlannedTopic | NotRun)[] {
  const opened = open(resource, TABLE, world);
  if (!opened) return [];
  const { identity, properties } = opened;
  const at = { logicalId: resource.logicalId, position: resource.at };
  const fifo = properties.boolean('FifoTopic') ?? false;
  properties.text('TopicName', 'topicName');
  checkName(identity.name, fifo, properties);
  if (fifo) return [{ ...at, type: resource.type, why: 'FIFO topics do not run here' }];
  const subscribers: Subscribers[number][] = [];
  const notRun: NotRun[] = [];
  for (const [index, node] of subscriptionNodes(properties, world).entries()) {
    const own = world.findings.attempt(() => openSubscription(node, world));
    const read = own && readProtocol(own);
    if (read && 'why' in read) {
      // A logical id has neither dots nor brackets: this one is nobody else's.
      const logicalId = `${resource.logicalId}.Subscription[${index}]`;
      notRun.push({ logicalId, position: node.at, type: 'subscription', why: read.why });
      continue;
    }
    if (!own || !read) continue;
    const endpoint = readEndpoint(read.protocol, own, world);
    if (endpoint === undefined) continue;
    subscribers.push({ protocol: read.protocol, endpoint, rawMessageDelivery: false });
  }
  const arn = identity.attributes.TopicArn!;
  return [{ ...at, name: identity.name, arn, subscriptions: subscribers }, ...notRun];
}

/** The text is SNS's own, which says no more (observed on AWS). */
function checkName(name: string, fifo: boolean, properties: Properties): void {
  const plain = fifo ? name.replace(/\.fifo$/, '') : name;
  const ends = !fifo || name.endsWith('.fifo');
  if (/^[A-Za-z0-9_-]+$/.test(plain) && name.length <= 256 && ends) return;
  const rule = 'A name has 1 to 256 letters, digits, hyphens and underscores';
  const ending = name.endsWith('.fifo') || fifo ? '; that of a FIFO topic ends with .fifo' : '';
  const message = `Invalid parameter: Topic Name. ${rule}${ending}.`;
  properties.findings.problem(properties.at('TopicName'), message);
}

/**
 * The subscriptions one by one and not yet evaluated, so that one that does not run can name what
 * cannot be known here.
 */
function subscriptionNodes(properties: Properties, { evaluator, findings }: Context) {
  const written = properties.raw('Subscription');
  if (written?.kind !== 'list') return properties.list('Subscription') ?? [];
  return written.items.flatMap((item): Node[] => {
    if (!intrinsicOf(item)) return [item];
    const value = findings.attempt(() => evaluator.evaluate(item));
    return value ? [value] : [];
  });
}

function openSubscription(node: Node, { evaluator, findings }: Context): Properties {
  const properties = map(entriesOf(node, 'A subscription'), node.at);
  const of = 'A subscription in its topic';
  checkProperties(properties.entries.values(), { table: SUBSCRIPTION, of, findings });
  return new Properties(properties, evaluator, findings);
}
