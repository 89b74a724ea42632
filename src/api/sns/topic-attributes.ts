import { ownOf } from '../../aws/own.ts';
import { fifoNotSupported, type Topic, type TopicSettings } from '../../sns/topic.ts';
import { invalidParameter } from '../../sns/topic-error.ts';

const SETTING_OF_ATTRIBUTE: Readonly<Record<string, keyof TopicSettings>> = {
  DisplayName: 'displayName',
  KmsMasterKeyId: 'kmsMasterKeyId',
  Policy: 'policy',
  SignatureVersion: 'signatureVersion',
};

/**
 * Reads the attributes of a topic to be created.
 *
 * @throws TopicError InvalidParameter for what is not supported here, or has a wrong value
 */
export function parseTopicAttributes(attributes: Record<string, string> = {}): TopicSettings {
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'FifoTopic' && value === 'true') throw fifoNotSupported();
    if (name === 'FifoTopic' && value === 'false') continue;
    const setting = ownOf(SETTING_OF_ATTRIBUTE, name);
    if (!setting) throw invalidParameter('Attributes', `${name} is not supported here`);
    if (setting === 'signatureVersion' && value !== '1' && value !== '2')
      throw invalidParameter('Attributes', 'SignatureVersion must be 1 or 2');
    settings[setting] = value;
  }
  return settings;
}

/** The attributes of a topic; those of its subscriptions are counted by the caller. */
export function showTopicAttributes(
  { arn, scope, settings }: Topic,
  subscriptions: number,
): Record<string, string> {
  const shown: Record<string, string> = {
    DisplayName: '',
    Owner: scope.account,
    SubscriptionsConfirmed: String(subscriptions),
    SubscriptionsDeleted: '0',
    SubscriptionsPending: '0',
    TopicArn: arn,
  };
  for (const [name, setting] of Object.entries(SETTING_OF_ATTRIBUTE)) {
    const value = settings[setting];
    if (value !== undefined) shown[name] = value;
  }
  return shown;
}
