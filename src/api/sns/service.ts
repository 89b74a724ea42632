import type { Topics } from '../../sns/topics.ts';
import { bind, type Service } from '../operation.ts';
import { confirmSubscription } from './confirm-subscription.ts';
import { createTopic } from './create-topic.ts';
import { deleteTopic } from './delete-topic.ts';
import { toAwsError } from './errors.ts';
import { getSubscriptionAttributes } from './get-subscription-attributes.ts';
import { getTopicAttributes } from './get-topic-attributes.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { listSubscriptionsByTopic } from './list-subscriptions-by-topic.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTopics } from './list-topics.ts';
import { publish } from './publish.ts';
import { publishBatch } from './publish-batch.ts';
import { setSubscriptionAttributes } from './set-subscription-attributes.ts';
import { setTopicAttributes } from './set-topic-attributes.ts';
import { subscribe } from './subscribe.ts';
import { tagResource } from './tag-resource.ts';
import { unsubscribe } from './unsubscribe.ts';
import { untagResource } from './untag-resource.ts';

/** Amazon SNS: standard topics, with queues and functions as their subscribers. */
export function snsService(topics: Topics): Service {
  return {
    signingName: 'sns',
    protocols: [
      {
        name: 'query',
        apiVersion: '2010-03-31',
        xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
      },
    ],
    validationWords: { code: 'ValidationError' },
    toAwsError,
    operations: bind(topics, [
      confirmSubscription,
      createTopic,
      deleteTopic,
      getSubscriptionAttributes,
      getTopicAttributes,
      listSubscriptions,
      listSubscriptionsByTopic,
      listTagsForResource,
      listTopics,
      publish,
      publishBatch,
      setSubscriptionAttributes,
      setTopicAttributes,
      subscribe,
      tagResource,
      unsubscribe,
      untagResource,
    ]),
  };
}
