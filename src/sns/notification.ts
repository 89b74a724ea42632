import { partitionOf } from '../aws/arn.ts';
import type { Subscription, Topic } from './topic.ts';

/** Something that was published. */
export interface PublishedMessage {
  readonly messageId: string;
  readonly message: string;
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
  const { region } = topic.scope;
  const suffix = partitionOf(region) === 'aws-cn' ? '.cn' : '';
  const address = `https://sns.${region}.amazonaws.com${suffix}`;
  const members: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Type', 'Notification'],
    ['MessageId', published.messageId],
    ['TopicArn', topic.arn],
    ['Subject', published.subject],
    ['Message', published.message],
    ['Timestamp', new Date(published.atMs).toISOString()],
    ['SignatureVersion', topic.settings.signatureVersion ?? '1'],
    ['Signature', NO_SIGNATURE],
    ['SigningCertURL', `${address}/${NO_CERTIFICATE}`],
    ['UnsubscribeURL', `${address}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`],
  ];
  const lines = members
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  "${name}" : ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}`;
}
