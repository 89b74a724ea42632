import { awsCall } from './aws-call.ts';
import type { AwsClients } from './aws-clients.ts';
import { collectMessages, type QueueMessage } from './collect-messages.ts';
import type { Failure } from './failure.ts';
import { FailuresError } from './failures-error.ts';
import { parseFailure } from './parse-failure.ts';

/** What was found in one place. */
export interface Found {
  readonly failures: readonly Failure[];
  /** Messages or objects that are no failure messages; they are left alone. */
  readonly foreign: number;
  /** What whoever reads the list should know. */
  readonly notes: readonly string[];
}

/** Long enough for some thousand messages, short enough for a reader that is killed. */
const VISIBILITY_SECONDS = 60;

/**
 * Asks all servers of the queue, not a sample of them (SQS developer guide, short polling). An
 * endpoint has one server, whose clock may stand still: there nobody must wait for time to pass.
 */
const WAIT_SECONDS_ON_AWS = 1;

/** Every failure message of a queue, without consuming any. */
export async function readQueue(
  clients: AwsClients,
  queueUrl: string,
  signal?: AbortSignal,
): Promise<Found> {
  const client = await clients.sqs();
  const sqs = await import('@aws-sdk/client-sqs');
  const receive = async (): Promise<QueueMessage[]> => {
    const command = new sqs.ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: VISIBILITY_SECONDS,
      WaitTimeSeconds: clients.isAws ? WAIT_SECONDS_ON_AWS : 0,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });
    const { Messages = [] } = await awsCall(`Receiving from ${queueUrl}`, client.send(command));
    return Messages.map((message) => ({
      messageId: message.MessageId ?? '',
      receiptHandle: message.ReceiptHandle ?? '',
      body: message.Body ?? '',
      receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
    }));
  };
  const release = async (messages: readonly QueueMessage[]): Promise<number> => {
    const command = new sqs.ChangeMessageVisibilityBatchCommand({
      QueueUrl: queueUrl,
      Entries: messages.map(({ receiptHandle }, index) => ({
        Id: `${index}`,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: 0,
      })),
    });
    const what = `Giving messages back to ${queueUrl}`;
    return (await awsCall(what, client.send(command))).Failed?.length ?? 0;
  };
  const notes = await redriveNotes(clients, queueUrl);
  const collected = await collectMessages({ receive, release, signal });
  if (collected.notReleased > 0) {
    const count = collected.notReleased;
    const comes = count === 1 ? '1 message of it comes' : `${count} messages of it come`;
    notes.push(`${queueUrl}: ${comes} back within ${VISIBILITY_SECONDS} seconds.`);
    const { releaseError } = collected;
    if (releaseError instanceof FailuresError) notes.push(releaseError.message);
  }
  return { ...sorted(queueUrl, collected.messages), notes };
}

function sorted(queueUrl: string, messages: readonly QueueMessage[]) {
  const failures = messages.flatMap(({ messageId, receiptHandle, body }) => {
    const source = { type: 'sqs', queueUrl, messageId, receiptHandle } as const;
    return parseFailure(body, source) ?? [];
  });
  return { failures, foreign: messages.length - failures.length };
}

/** A receive is counted, also ours: a queue with a dead-letter queue loses messages by being read. */
async function redriveNotes(clients: AwsClients, queueUrl: string): Promise<string[]> {
  const client = await clients.sqs();
  const { GetQueueAttributesCommand } = await import('@aws-sdk/client-sqs');
  const command = new GetQueueAttributesCommand({
    QueueUrl: queueUrl,
    AttributeNames: ['RedrivePolicy', 'ApproximateNumberOfMessagesNotVisible'],
  });
  const { Attributes = {} } = await awsCall(`Looking at ${queueUrl}`, client.send(command));
  const notes: string[] = [];
  const inFlight = Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0);
  if (inFlight > 0) {
    notes.push(`${queueUrl}: in the hands of others, and not shown: ${inFlight}.`);
  }
  const { maxReceiveCount } = JSON.parse(Attributes.RedrivePolicy || '{}') as {
    maxReceiveCount?: unknown;
  };
  if (maxReceiveCount !== undefined) {
    const rule = `moves messages to its dead-letter queue after ${maxReceiveCount} receives`;
    notes.push(`${queueUrl} ${rule}, and each listing counts as one.`);
  }
  return notes;
}
