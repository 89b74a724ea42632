import { parseArn } from '../aws/arn.ts';
import { invalidParameter, type TopicError } from './topic-error.ts';

/** Who can be subscribed here: a queue, or a function. */
export const PROTOCOLS = ['sqs', 'lambda'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export const FILTER_POLICY_SCOPES = ['MessageAttributes', 'MessageBody'] as const;
type FilterPolicyScope = (typeof FILTER_POLICY_SCOPES)[number];

/** What the owner of a subscription can set. */
export interface SubscriptionSettings {
  /** The queue gets the message itself, without the notification around it. */
  readonly rawMessageDelivery: boolean;
  /** JSON: only messages that match get through. */
  readonly filterPolicy?: string | undefined;
  /** What the policy is about; the attributes of a message unless set. */
  readonly filterPolicyScope?: FilterPolicyScope | undefined;
  /** JSON with the queue for what cannot be delivered: `deadLetterTargetArn`. */
  readonly redrivePolicy?: string | undefined;
}

/** Somebody who gets what is published to a topic. */
export interface Subscription extends SubscriptionSettings {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: Protocol;
  /** The ARN of the queue or the function. */
  readonly endpoint: string;
}

/** The pattern language of filter policies, which is that of events elsewhere in AWS. */
export interface FilterLanguage {
  /** Why a text is no policy; undefined when it is one. */
  refusal(policy: string): string | undefined;
  /** Whether a JSON text matches; false for what is no JSON object. */
  matches(policy: string, json: string): boolean;
}

/**
 * Checks the ARN of a queue or a function that is to be subscribed. Whether there is such a one does
 * not matter, as on AWS: what cannot be delivered to it is dropped.
 *
 * @throws TopicError InvalidParameter
 */
export function checkEndpoint(protocol: Protocol, text: string): void {
  const arn = parseArn(text);
  const isWhole = arn?.service === protocol && arn.account && arn.region && arn.resource;
  const name = protocol === 'sqs' ? 'SQS endpoint ARN' : 'Lambda endpoint ARN';
  // What no ARN can hold gets no further.
  if (!isWhole || !/^[\w:./$-]{1,512}$/.test(text)) throw invalidParameter(name);
  if (protocol === 'lambda' && !arn.resource.startsWith('function:')) throw invalidParameter(name);
  if (protocol === 'sqs' && arn.resource.endsWith('.fifo'))
    throw invalidParameter('Endpoint', 'FIFO queues are not supported here');
}

const wrong = (reason: string): TopicError => invalidParameter('Attributes', reason);

/** @throws TopicError InvalidParameter */
export function checkSettings(
  protocol: Protocol,
  settings: SubscriptionSettings,
  language: FilterLanguage,
): void {
  const { rawMessageDelivery, filterPolicy, filterPolicyScope, redrivePolicy } = settings;
  if (rawMessageDelivery && protocol !== 'sqs')
    throw wrong(`Delivery protocol [${protocol}] does not support raw message delivery.`);
  if (redrivePolicy !== undefined) deadLetterQueueOf(redrivePolicy);
  if (filterPolicy === undefined) return;
  const reason = language.refusal(filterPolicy);
  if (reason !== undefined) throw wrong(`FilterPolicy: ${reason}`);
  if (filterPolicyScope !== 'MessageBody' && isNested(JSON.parse(filterPolicy)))
    throw wrong(
      'FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy',
    );
}

/** Whether a policy looks into objects, which the attributes of a message are not. */
function isNested(policy: object): boolean {
  return Object.entries(policy).some(([name, rule]) =>
    name === '$or' && Array.isArray(rule)
      ? rule.some((branch) => typeof branch === 'object' && branch !== null && isNested(branch))
      : !Array.isArray(rule),
  );
}

/**
 * The queue for what cannot be delivered.
 *
 * @throws TopicError InvalidParameter
 */
export function deadLetterQueueOf(redrivePolicy: string): string {
  const arn = readTarget(redrivePolicy);
  if (arn === undefined) throw wrong('RedrivePolicy: failed to parse JSON.');
  const parsed = parseArn(arn);
  if (parsed?.service !== 'sqs' || parsed.resource.endsWith('.fifo'))
    throw wrong('RedrivePolicy: deadLetterTargetArn is an invalid arn');
  return arn;
}

function readTarget(redrivePolicy: string): string | undefined {
  try {
    const { deadLetterTargetArn } = JSON.parse(redrivePolicy) ?? {};
    return typeof deadLetterTargetArn === 'string' ? deadLetterTargetArn : '';
  } catch {
    return undefined;
  }
}
