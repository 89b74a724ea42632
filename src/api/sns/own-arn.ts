import { isSameScope, type Scope } from '../../aws/scope.ts';
import { parseTopicArn } from '../../sns/topic.ts';
import { subscriptionDoesNotExist, topicDoesNotExist } from '../../sns/topic-error.ts';

/**
 * The ARN of a topic of the caller's account and region; there is nobody else whose topics could
 * be named, because there are no policies here that would allow it.
 *
 * @throws TopicError InvalidParameter for what is no ARN, NotFound for one of another scope
 */
export function ownTopicArn(arn: string, scope: Scope, parameter = 'TopicArn'): string {
  if (!isSameScope(scope, parseTopicArn(arn, parameter).scope)) throw topicDoesNotExist();
  return arn;
}

/**
 * The ARN of a subscription of the caller's account and region.
 *
 * @throws TopicError as `ownTopicArn` does
 */
export function ownSubscriptionArn(arn: string, scope: Scope): string {
  if (!isSameScope(scope, parseTopicArn(arn, 'SubscriptionArn').scope))
    throw subscriptionDoesNotExist();
  return arn;
}
