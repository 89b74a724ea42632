import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { FailureMessage } from './checks/failures.ts';
import type { Client } from './client.ts';

/** A message that was received and deleted; the moments are those of the ledger. */
export interface Drained {
  readonly body: string;
  readonly begunAt: number;
  readonly deletedAt: number;
}

/** Receives and deletes what can be received now. */
export async function drain(
  client: Client,
  queueName: string,
  moment: () => number,
): Promise<Drained[]> {
  const QueueUrl = client.queueUrl(queueName);
  const drained: Drained[] = [];
  for (;;) {
    const begunAt = moment();
    const input = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 };
    const { Messages = [] } = await client.sqs.send(new ReceiveMessageCommand(input));
    if (Messages.length === 0) return drained;
    const Entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: `${at}`, ReceiptHandle }));
    await client.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    const deletedAt = moment();
    drained.push(...Messages.map(({ Body = '' }) => ({ body: Body, begunAt, deletedAt })));
  }
}

/** How many messages a queue has, those in flight included. */
export async function countMessages(client: Client, queueName: string): Promise<number> {
  const AttributeNames = [
    'ApproximateNumberOfMessages' as const,
    'ApproximateNumberOfMessagesNotVisible' as const,
    'ApproximateNumberOfMessagesDelayed' as const,
  ];
  const input = { QueueUrl: client.queueUrl(queueName), AttributeNames };
  const { Attributes = {} } = await client.sqs.send(new GetQueueAttributesCommand(input));
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name]), 0);
}

/** Reads a failure message as it is documented in the AWS Lambda developer guide. */
export function failureMessageOf(body: string): FailureMessage {
  const { requestContext, KinesisBatchInfo } = JSON.parse(body);
  const { requestId, functionArn, condition, approximateInvokeCount } = requestContext;
  const { shardId, startSequenceNumber, endSequenceNumber, batchSize } = KinesisBatchInfo;
  return {
    functionName: functionArn.split(':')[6],
    requestId,
    condition,
    invokeCount: approximateInvokeCount,
    ...{ shardId, startSequenceNumber, endSequenceNumber, batchSize },
  };
}
