import { invalidParameter } from '../../sns/topic-error.ts';
import type { Topics } from '../../sns/topics.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { messageMembers, readMessage } from './message.ts';
import { ownTopicArn } from './own-arn.ts';
import { refuse } from './unsupported.ts';

export const publish = operation<Topics>()({
  name: 'Publish',
  input: structure({
    ...messageMembers,
    TopicArn: string(),
    TargetArn: string(),
    PhoneNumber: string(),
  }),
  output: structure({ MessageId: string() }),
  async handle(topics, { TopicArn, TargetArn, ...input }, { scope }) {
    const { PhoneNumber, MessageDeduplicationId, MessageGroupId } = input;
    refuse({ PhoneNumber, MessageDeduplicationId, MessageGroupId });
    const arn = TopicArn ?? TargetArn;
    if (arn === undefined)
      throw invalidParameter('TopicArn or TargetArn', 'no value for required parameter');
    const parameter = TopicArn === undefined ? 'TargetArn' : 'TopicArn';
    const topicArn = ownTopicArn(arn, scope, parameter);
    return { MessageId: await topics.publish(topicArn, readMessage(input)) };
  },
});
