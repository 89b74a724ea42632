import { awsCall } from './aws-call.ts';
import type { AwsClients } from './aws-clients.ts';
import type { Failure } from './failure.ts';
import { FailuresError } from './failures-error.ts';

/**
 * Deletes the message of a failure from its queue; the object of one in S3 only with
 * `deleteObjects`, because it holds the records themselves.
 */
export function messageRemover(
  clients: AwsClients,
  { deleteObjects }: { readonly deleteObjects: boolean },
): (failure: Failure) => Promise<'deleted' | 'kept'> {
  return async ({ source }) => {
    if (source.type === 's3') {
      if (!deleteObjects) return 'kept';
      const client = await clients.s3();
      const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
      const { bucket, key } = source;
      const command = new DeleteObjectCommand({ Bucket: bucket, Key: key });
      await awsCall(`Deleting s3://${bucket}/${key}`, client.send(command));
      return 'deleted';
    }
    const { queueUrl, messageId, receiptHandle } = source;
    if (receiptHandle === undefined) {
      throw new FailuresError('Invalid', `Message ${messageId} was not received.`);
    }
    const client = await clients.sqs();
    const { DeleteMessageCommand } = await import('@aws-sdk/client-sqs');
    const command = new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle });
    await awsCall(`Deleting ${messageId} from ${queueUrl}`, client.send(command));
    return 'deleted';
  };
}
