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

/** Whether a subscription is one of a queue, or why it does not run; undefined when that is wrong. */
export function readProtocol(properties: Properties): { readonly why?: string } | undefined {
  if (properties.isAbsent('Protocol')) {
    properties.findings.problem(properties.at('Protocol'), missing('protocol'));
  }
  const protocol = properties.text('Protocol', 'protocol', { enum: PROTOCOLS });
  if (protocol === undefined) return undefined;
  return protocol === 'sqs' ? {} : { why: `only SQS queues can be subscribed, not ${protocol}` };
}

/** The ARN of the subscribed queue; what is not right with it is noted. */
export function readQueueArn(
  properties: Properties,
  { queues }: { readonly queues: readonly PlannedQueue[] },
): string | undefined {
  const { findings } = properties;
  const at = properties.at('Endpoint');
  if (properties.isAbsent('Endpoint')) findings.problem(at, missing('endpoint'));
  const arn = properties.text('Endpoint', 'endpoint');
  if (arn === undefined) return undefined;
  return findings.attempt(() => {
    const queueName = queueNameOf(arn, at);
    if (!queues.some((queue) => queue.arn === arn)) {
      const advice = 'until it is made, nothing that is published reaches it.';
      findings.warn(at, `The queue ${queueName} is not in this template; ${advice}`);
    }
    return arn;
  });
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
