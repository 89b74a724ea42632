import { invalidParameter } from '../../sns/topic-error.ts';
import type { Topics } from '../../sns/topics.ts';
import { blob, map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownTopicArn } from './own-arn.ts';
import { refuse } from './unsupported.ts';

const messageAttribute = structure({
  DataType: required(string()),
  StringValue: string(),
  BinaryValue: blob(),
});

export const publish = operation<Topics>()({
  name: 'Publish',
  input: structure({
    TopicArn: string(),
    TargetArn: string(),
    PhoneNumber: string(),
    Message: required(string()),
    Subject: string(),
    MessageStructure: string(),
    MessageAttributes: map(messageAttribute, { keyAs: 'Name', valueAs: 'Value' }),
    MessageDeduplicationId: string(),
    MessageGroupId: string(),
  }),
  output: structure({ MessageId: string() }),
  async handle(topics, { TopicArn, TargetArn, Message, Subject, ...input }, { scope }) {
    const { PhoneNumber, MessageAttributes, MessageDeduplicationId, MessageGroupId } = input;
    refuse({ PhoneNumber, MessageAttributes, MessageDeduplicationId, MessageGroupId });
    const arn = TopicArn ?? TargetArn;
    if (arn === undefined)
      throw invalidParameter('TopicArn or TargetArn', 'no value for required parameter');
    const parameter = TopicArn === undefined ? 'TargetArn' : 'TopicArn';
    const message = messageForQueues(Message, input.MessageStructure);
    const publication = { message, subject: Subject };
    return { MessageId: await topics.publish(ownTopicArn(arn, scope, parameter), publication) };
  },
});

/** The message for queues out of one that has a text for each protocol. */
function messageForQueues(message: string, messageStructure: string | undefined): string {
  if (messageStructure === undefined) return message;
  if (messageStructure !== 'json') throw invalidParameter('MessageStructure');
  const texts = parsed(message);
  const { default: common, sqs = common } = texts as { default?: unknown; sqs?: unknown };
  if (typeof common === 'string' && typeof sqs === 'string') return sqs;
  throw invalidParameter('Message Structure - No default entry in JSON message body');
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // What is no JSON is told below, as what is no object.
  }
  throw invalidParameter('Message Structure - JSON message body failed to parse');
}
