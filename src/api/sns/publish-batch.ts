import type { Topics } from '../../sns/topics.ts';
import { boolean, list, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { messageMembers, readMessage } from './message.ts';
import { ownTopicArn } from './own-arn.ts';
import { refuse } from './unsupported.ts';

export const publishBatch = operation<Topics>()({
  name: 'PublishBatch',
  input: structure({
    TopicArn: required(string()),
    PublishBatchRequestEntries: required(
      list(structure({ Id: required(string()), ...messageMembers })),
    ),
  }),
  output: structure({
    Successful: list(structure({ Id: string(), MessageId: string() })),
    Failed: list(
      structure({
        Id: required(string()),
        Code: required(string()),
        Message: string(),
        SenderFault: required(boolean()),
      }),
    ),
  }),
  async handle(topics, { TopicArn, PublishBatchRequestEntries }, { scope }) {
    const entries = PublishBatchRequestEntries.map((entry) => {
      const { MessageDeduplicationId, MessageGroupId } = entry;
      refuse({ MessageDeduplicationId, MessageGroupId });
      return { id: entry.Id, ...readMessage(entry) };
    });
    const results = await topics.publishBatch(ownTopicArn(TopicArn, scope), entries);
    return {
      Successful: results.flatMap(({ id, messageId }) =>
        messageId === undefined ? [] : [{ Id: id, MessageId: messageId }],
      ),
      Failed: results.flatMap(({ id, error }) =>
        error === undefined
          ? []
          : [{ Id: id, Code: error.code, Message: error.message, SenderFault: true }],
      ),
    };
  },
});
