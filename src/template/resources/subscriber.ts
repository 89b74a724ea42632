import { parseArn } from '../../aws/arn.ts';
import { missing } from '../constraints.ts';
import type { PlannedQueue, PlannedTopic } from '../plan.ts';
import { type Position, Refusal } from '../problem.ts';
import type { Properties } from '../properties.ts';

export type Subscribers = PlannedTopic['subscriptions'];

/** All protocols of SNS (Amazon SNS API reference, Subscribe). */
const PROTOCOLS = [
  ...['http', 'https', 'email', 'email-json', 'sms', 'sqs', 'application', 'lambda', 'firehose'],
];

/** Who is subscribed, or why that does not run; undefined when it is wrong. */
export function readProtocol(
  properties: Properties,
): { readonly protocol: 'sqs' | 'lambda' } | { readonly why: string } | undefined {
  if (properties.isAbsent('Protocol')) {
    properties.findings.problem(properties.at('Protocol'), missing('protocol'));
  }
  const protocol = properties.text('Protocol', 'protocol', { enum: PROTOCOLS });
  if (protocol === undefined) return undefined;
  if (protocol === 'sqs' || protocol === 'lambda') return { protocol };
  return { why: `only SQS queues and functions can be subscribed, not ${protocol}` };
}

/** The ARN of whoever is subscribed; what is not right with it is noted. */
export function readEndpoint(
  protocol: 'sqs' | 'lambda',
  properties: Properties,
  world: { readonly queues: readonly PlannedQueue[] },
): string | undefined {
  const { findings } = properties;
  const at = properties.at('Endpoint');
  if (properties.isAbsent('Endpoint')) findings.problem(at, missing('endpoint'));
  const arn = properties.text('Endpoint', 'endpoint');
  if (arn === undefined) return undefined;
  return findings.attempt(() => {
    if (protocol === 'lambda') checkFunctionArn(arn, at);
    else checkQueue(arn, properties, world);
    return arn;
  });
}

/** A queue that is not there yet is no mistake. */
function checkQueue(
  arn: string,
  properties: Properties,
  { queues }: { readonly queues: readonly PlannedQueue[] },
): void {
  const at = properties.at('Endpoint');
  const queueName = queueNameOf(arn, at);
  if (queues.some((queue) => queue.arn === arn)) return;
  const advice = 'until it is made, nothing that is published reaches it.';
  properties.findings.warn(at, `The queue ${queueName} is not in this template; ${advice}`);
}

function checkFunctionArn(text: string, at: Position): void {
  const arn = parseArn(text);
  if (arn?.service === 'lambda' && arn.resource.startsWith('function:')) return;
  const advice = 'Use Fn::GetAtt to have the ARN of a function.';
  throw new Refusal(at, `Invalid parameter: Lambda endpoint ARN. ${advice}`);
}

/** Refuses what SNS refuses, in its words (observed on AWS). */
function queueNameOf(text: string, at: Position): string {
  const arn = parseArn(text);
  if (arn?.service !== 'sqs' || !arn.region || !arn.account || !arn.resource) {
    const advice = 'Use Fn::GetAtt to have the ARN of a queue.';
    throw new Refusal(at, `Invalid parameter: SQS endpoint ARN. ${advice}`);
  }
  if (arn.resource.endsWith('.fifo')) {
    const reason = 'FIFO SQS Queues can not be subscribed to standard SNS topics';
    throw new Refusal(at, `Invalid parameter: Endpoint Reason: ${reason}`);
  }
  return arn.resource;
}
