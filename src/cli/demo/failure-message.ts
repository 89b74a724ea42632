import type { Message, SQSClient } from '@aws-sdk/client-sqs';

/** The failure message of a discarded batch, and how it can be found again. */
export interface FailureMessage {
  readonly messageId: string;
  readonly body: FailureBody;
}

/** What of a failure message is needed to find the records that it stands for. */
interface FailureBody {
  readonly requestContext: { readonly condition: string; readonly approximateInvokeCount: number };
  readonly KinesisBatchInfo: {
    readonly shardId: string;
    readonly startSequenceNumber: string;
    readonly endSequenceNumber: string;
    readonly batchSize: number;
  };
}

const HIDDEN_SECONDS = 60;

/**
 * Finds the message about a record in a queue, and leaves the queue as it was: all that it looked at
 * can be received again.
 */
export async function findFailureMessage(
  client: SQSClient,
  queueName: string,
  sequenceNumber: string,
): Promise<FailureMessage | undefined> {
  const sqs = await import('@aws-sdk/client-sqs');
  const { QueueUrl } = await client.send(new sqs.GetQueueUrlCommand({ QueueName: queueName }));
  const seen: Message[] = [];
  const receive = async () => {
    const { Messages = [] } = await client.send(
      new sqs.ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: seen.length === 0 ? 5 : 0,
        VisibilityTimeout: HIDDEN_SECONDS,
      }),
    );
    seen.push(...Messages);
    return Messages;
  };
  let found: FailureMessage | undefined;
  while (!found) {
    const messages = await receive();
    if (messages.length === 0) break;
    found = messages.map(parse).find((message) => isAbout(message, sequenceNumber));
  }
  for (const { ReceiptHandle } of seen) {
    const visible = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
    await client.send(new sqs.ChangeMessageVisibilityCommand(visible));
  }
  return found;
}

function parse({ MessageId = '', Body = '' }: Message): FailureMessage | undefined {
  try {
    const body = JSON.parse(Body) as FailureBody;
    return body?.KinesisBatchInfo ? { messageId: MessageId, body } : undefined;
  } catch {
    return undefined; // somebody else's message
  }
}

function isAbout(message: FailureMessage | undefined, sequenceNumber: string): boolean {
  return message?.body.KinesisBatchInfo.startSequenceNumber === sequenceNumber;
}
