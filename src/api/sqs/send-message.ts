import type { Queues } from '../../sqs/queues.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { MESSAGE_MEMBERS, toDraft } from './message-shape.ts';
import { queueNameOf } from './queue-url.ts';
import { queueUrlShape } from './shapes.ts';

export const sendMessage = operation<Queues>()({
  name: 'SendMessage',
  input: structure({ QueueUrl: queueUrlShape, ...MESSAGE_MEMBERS }),
  output: structure({
    MD5OfMessageBody: string(),
    MD5OfMessageAttributes: string(),
    MD5OfMessageSystemAttributes: string(),
    MessageId: string(),
    SequenceNumber: string(),
  }),
  async handle(queues, { QueueUrl, ...message }, context) {
    const name = queueNameOf(QueueUrl, context);
    const sent = await queues.sendMessage(context.scope, name, toDraft(message));
    return {
      MD5OfMessageBody: sent.bodyMd5,
      MD5OfMessageAttributes: sent.attributesMd5,
      MD5OfMessageSystemAttributes: sent.systemAttributesMd5,
      MessageId: sent.messageId,
      SequenceNumber: sent.sequenceNumber,
    };
  },
});
