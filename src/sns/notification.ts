import { partitionOf } from '../aws/arn.ts';
import { type MessageAttributes, shownAttributes } from './message-attributes.ts';
import type { Subscription } from './subscription.ts';
import type { Topic } from './topic.ts';

/** Something that was published. */
export interface PublishedMessage {
  readonly messageId: string;
  /** The text for the subscriber's protocol. */
  readonly message: string;
  readonly attributes: MessageAttributes;
  readonly subject?: string | undefined;
  readonly atMs: number;
}

/**
 * Stands where AWS puts its signature, and says that there is none: only AWS can sign for AWS.
 * Whoever verifies notifications rightly refuses these.
 */
const NO_SIGNATURE = Buffer.from('not signed: this notification was made locally').toString(
  'base64',
);
const NO_CERTIFICATE = 'SimpleNotificationService-00000000000000000000000000000000.pem';

/**
 * What a subscribed queue gets: the message itself, or a notification in the layout that AWS gives
 * it, spaces included (Amazon SNS developer guide, "Fanout to Amazon SQS queues").
 */
export function messageBody(
  topic: Topic,
  subscription: Subscription,
  published: PublishedMessage,
): string {
  if (subscription.rawMessageDelivery) return published.message;
  const { signature, certificateUrl, unsubscribeUrl } = placeholders(topic, subscription);
  const members: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Type', 'Notification'],
    ['MessageId', published.messageId],
    ['TopicArn', topic.arn],
    ['Subject', published.subject],
    ['Message', published.message],
    ['Timestamp', new Date(published.atMs).toISOString()],
    ['SignatureVersion', topic.settings.signatureVersion ?? '1'],
    ['Signature', signature],
    ['SigningCertURL', certificateUrl],
    ['UnsubscribeURL', unsubscribeUrl],
  ];
  const lines = members
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  "${name}" : ${JSON.stringify(value)}`);
  const attributes = Object.entries(shownAttributes(published.attributes)).map(
    ([name, shown]) => `    ${JSON.stringify(name)} : ${JSON.stringify(shown)}`,
  );
  if (attributes.length > 0)
    lines.push(`  "MessageAttributes" : {\n${attributes.join(',\n')}\n  }`);
  return `{\n${lines.join(',\n')}\n}`;
}

/**
 * The event that a subscribed function is given (AWS Lambda developer guide, "Using AWS Lambda with
 * Amazon SNS").
 */
export function lambdaEvent(
  topic: Topic,
  subscription: Subscription,
  published: PublishedMessage,
): string {
  const { signature, certificateUrl, unsubscribeUrl } = placeholders(topic, subscription);
  const Sns = {
    Type: 'Notification',
    MessageId: published.messageId,
    TopicArn: topic.arn,
    Subject: published.subject ?? null,
    Message: published.message,
    Timestamp: new Date(published.atMs).toISOString(),
    SignatureVersion: topic.settings.signatureVersion ?? '1',
    Signature: signature,
    SigningCertUrl: certificateUrl,
    UnsubscribeUrl: unsubscribeUrl,
    MessageAttributes: shownAttributes(published.attributes),
  };
  const source = { EventSource: 'aws:sns', EventVersion: '1.0' };
  return JSON.stringify({ Records: [{ ...source, EventSubscriptionArn: subscription.arn, Sns }] });
}

function placeholders(topic: Topic, subscription: Subscription) {
  const { region } = topic.scope;
  const suffix = partitionOf(region) === 'aws-cn' ? '.cn' : '';
  const address = `https://sns.${region}.amazonaws.com${suffix}`;
  return {
    signature: NO_SIGNATURE,
    certificateUrl: `${address}/${NO_CERTIFICATE}`,
    unsubscribeUrl: `${address}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
  };
}
