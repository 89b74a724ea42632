import { parseArn } from '../../aws/arn.ts';
import { isBucketName } from '../../aws/bucket-name.ts';
import type {
  PlannedBucket,
  PlannedConsumer,
  PlannedFunction,
  PlannedQueue,
  PlannedStream,
  PlannedTopic,
} from '../plan.ts';
import { type Position, Refusal } from '../problem.ts';
import type { Resource } from '../sections.ts';
import type { Context } from './context.ts';

/** What is planned already when the mappings are, and what is known of the rest. */
export interface Surroundings extends Context {
  readonly streams: readonly PlannedStream[];
  readonly consumers: readonly PlannedConsumer[];
  readonly queues: readonly PlannedQueue[];
  readonly topics: readonly PlannedTopic[];
  readonly buckets: readonly PlannedBucket[];
  readonly functions: readonly PlannedFunction[];
  /** The resource of the template that does not run here and has this name, URL or ARN. */
  readonly notRunWith: (value: string) => Absent | undefined;
  readonly typeOf: (logicalId: string) => string | undefined;
}

/** A resource that does not run here, and why. */
export interface Absent {
  readonly resource: Resource;
  readonly why: string;
}

/** A stream, or a consumer of one: `stream/name/consumer/name:epochSeconds`. */
const SOURCE = /^stream\/([a-zA-Z0-9_.-]+)(?:\/consumer\/([a-zA-Z0-9_.-]+):\d{1,15})?$/;

/** Whether the ARN is that of a stream or of a consumer; notes what is not right with it. */
export function checkSource(arn: string, at: Position, world: Surroundings): void {
  if ([...world.streams, ...world.consumers].some((planned) => planned.arn === arn)) return;
  const other = world.notRunWith(arn);
  if (other) throw new Refusal(at, missingEnd('source', other));
  const [, stream, consumer] = SOURCE.exec(parseArn(arn)?.resource ?? '') ?? [];
  if (!stream) throw new Refusal(at, `Stream not found: ${arn}`);
  const name = consumer ? `consumer ${consumer} of the stream ${stream}` : `stream ${stream}`;
  const advice = 'the mapping waits until it is made.';
  world.findings.warn(at, `The ${name} is not in this template; ${advice}`);
}

/** `arn:aws:lambda:region:account:function:name:qualifier`, of which much may be absent. */
const FUNCTION_NAME = new RegExp(
  '^(?:arn:[^:]+:lambda:)?(?:[a-z]{2}(?:-[a-z]+)+-\\d:)?(?:\\d{12}:)?(?:function:)?' +
    '([a-zA-Z0-9-_]+)(?::([^:]+))?$',
);

/** Notes a function that is not there, or that no sandbox runs. */
export function checkFunction(name: string, at: Position, world: Surroundings): void {
  const other = world.notRunWith(name);
  if (other) throw new Refusal(at, missingEnd('function', other));
  const [, bare, qualifier] = FUNCTION_NAME.exec(name) ?? [];
  if (qualifier && qualifier !== '$LATEST') {
    const advice =
      'Functions of a template have no versions or aliases here; name the function alone.';
    throw new Refusal(at, `${name} names a version or alias. ${advice}`);
  }
  if (bare && world.functions.some(({ functionName }) => functionName === bare)) return;
  const unrun = bare && world.notRunWith(bare);
  if (unrun) throw new Refusal(at, missingEnd('function', unrun));
  throw new Refusal(at, `Function does not exist: ${name} is not in this template.`);
}

/** A service to which failure records can be sent, and what it calls the place. */
interface DestinationKind {
  readonly what: string;
  readonly planned: 'queues' | 'topics' | 'buckets';
  readonly isName: (resource: string) => boolean;
  readonly hasFifo: boolean;
}

const DESTINATIONS: ReadonlyMap<string, DestinationKind> = new Map([
  ['sqs', { what: 'queue', planned: 'queues', isName: isPlainName(80), hasFifo: true }],
  ['sns', { what: 'topic', planned: 'topics', isName: isPlainName(256), hasFifo: true }],
  ['s3', { what: 'bucket', planned: 'buckets', isName: isBucketName, hasFifo: false }],
]);

function isPlainName(longest: number): (resource: string) => boolean {
  return (resource) => /^[\w-]+$/.test(resource) && resource.length <= longest;
}

/** Notes a destination to which nothing could be sent. */
export function checkDestination(arn: string, at: Position, world: Surroundings): void {
  const parsed = parseArn(arn);
  const kind = parsed && DESTINATIONS.get(parsed.service);
  if (kind?.hasFifo && parsed?.resource.endsWith('.fifo')) {
    const message = `${parsed.resource} is a FIFO ${kind.what}, to which AWS sends no failure records.`;
    throw new Refusal(at, `${message} Use a standard ${kind.what}.`);
  }
  if (kind && world[kind.planned].some((planned) => planned.arn === arn)) return;
  const other = world.notRunWith(arn);
  if (other) throw new Refusal(at, missingEnd('destination', other));
  if (!parsed) {
    throw new Refusal(at, `A Destination is an ARN, not ${arn}; use Fn::GetAtt to have one.`);
  }
  if (!kind) {
    const message = 'Only SQS queues, SNS topics and S3 buckets take failure records';
    throw new Refusal(at, `${message}, not ${parsed.service}.`);
  }
  if (!kind.isName(parsed.resource)) {
    throw new Refusal(at, `${arn} is not the ARN of a ${kind.what}.`);
  }
  const advice = 'make it before it is sent to.';
  world.findings.warn(at, `The ${kind.what} ${parsed.resource} is not in this template; ${advice}`);
}

/** What to say of a mapping to or from what does not run. */
function missingEnd(
  role: 'source' | 'function' | 'destination',
  { resource, why }: Absent,
): string {
  const { logicalId, type } = resource;
  return `The ${role} of this mapping is ${logicalId} (${type}), which does not run here: ${why}.`;
}
