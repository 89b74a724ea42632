import { formatArn, parseArn } from '../aws/arn.ts';
import type { Scope } from '../aws/scope.ts';
import { invalidParameter } from './topic-error.ts';

/** What the owner of a topic can set. */
export interface TopicSettings {
  readonly displayName?: string;
  /** Which form of signature notifications say they have; `1` unless set. */
  readonly signatureVersion?: '1' | '2';
  readonly policy?: string;
  readonly kmsMasterKeyId?: string;
}

/** Settings that are kept and shown, but change nothing, because nothing here enforces them. */
export const SETTINGS_WITHOUT_EFFECT = ['policy', 'kmsMasterKeyId'] as const;

/** A standard topic. */
export interface Topic {
  readonly scope: Scope;
  readonly name: string;
  readonly arn: string;
  readonly settings: TopicSettings;
  readonly tags: Readonly<Record<string, string>>;
}

const TOPIC_NAME = /^[A-Za-z0-9_-]{1,256}$/;

/** Whether a standard topic can have the name. */
export function isTopicName(name: string): boolean {
  return TOPIC_NAME.test(name);
}

/**
 * Checks the name of a topic to be created.
 *
 * @throws TopicError InvalidParameter, for a FIFO topic too
 */
export function checkTopicName(name: string): void {
  if (name.endsWith('.fifo')) throw fifoNotSupported();
  if (!isTopicName(name)) throw invalidParameter('Topic Name');
}

/** The error for a topic that would be a FIFO topic. */
export function fifoNotSupported() {
  return invalidParameter('FifoTopic', 'FIFO topics are not supported here');
}

/** The ARN of a topic. */
export function topicArn(scope: Scope, name: string): string {
  return formatArn(scope, 'sns', name);
}

/** Where the ARN of a topic, or of one of its subscriptions, leads. */
export interface TopicPlace {
  readonly scope: Scope;
  readonly name: string;
  /** Only of a subscription. */
  readonly subscriptionId?: string;
}

/**
 * Reads an ARN; `parameter` is AWS's name of where it stood.
 *
 * @throws TopicError InvalidParameter for what is no ARN of SNS
 */
export function parseTopicArn(text: string, parameter: string): TopicPlace {
  const elements = text.split(':').length;
  if (elements < 6)
    throw invalidParameter(parameter, `An ARN must have at least 6 elements, not ${elements}`);
  const arn = parseArn(text);
  // What no ARN of SNS can hold gets no further: parts of it become keys of the store.
  if (arn?.service !== 'sns' || !/^[\w:-]{1,512}$/.test(text)) throw invalidParameter(parameter);
  const [name = '', subscriptionId] = arn.resource.split(':');
  const { account, region } = arn;
  return {
    scope: { account, region },
    name,
    ...(subscriptionId !== undefined && { subscriptionId }),
  };
}
