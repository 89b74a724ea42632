import type { Queues } from '../../sqs/queues.ts';
import { bind, type Service } from '../operation.ts';
import { addPermission } from './add-permission.ts';
import { cancelMessageMoveTask } from './cancel-message-move-task.ts';
import { changeMessageVisibility } from './change-message-visibility.ts';
import { changeMessageVisibilityBatch } from './change-message-visibility-batch.ts';
import { createQueue } from './create-queue.ts';
import { deleteMessage } from './delete-message.ts';
import { deleteMessageBatch } from './delete-message-batch.ts';
import { deleteQueue } from './delete-queue.ts';
import { QUERY_TEXTS, toAwsError } from './errors.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { getQueueUrl } from './get-queue-url.ts';
import { listDeadLetterSourceQueues } from './list-dead-letter-source-queues.ts';
import { listMessageMoveTasks } from './list-message-move-tasks.ts';
import { listQueueTags } from './list-queue-tags.ts';
import { listQueues } from './list-queues.ts';
import { purgeQueue } from './purge-queue.ts';
import { receiveMessage } from './receive-message.ts';
import { removePermission } from './remove-permission.ts';
import { sendMessage } from './send-message.ts';
import { sendMessageBatch } from './send-message-batch.ts';
import { setQueueAttributes } from './set-queue-attributes.ts';
import { startMessageMoveTask } from './start-message-move-task.ts';
import { tagQueue } from './tag-queue.ts';
import { untagQueue } from './untag-queue.ts';

/** Amazon SQS, in its JSON protocol and in the older query protocol. */
export function sqsService(queues: Queues): Service {
  return {
    signingName: 'sqs',
    protocols: [
      { name: 'aws-json', version: '1.0', targetPrefix: 'AmazonSQS' },
      {
        name: 'query',
        apiVersion: '2012-11-05',
        xmlNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
        errorTexts: QUERY_TEXTS,
      },
    ],
    toAwsError,
    operations: bind(queues, [
      addPermission,
      cancelMessageMoveTask,
      changeMessageVisibility,
      changeMessageVisibilityBatch,
      createQueue,
      deleteMessage,
      deleteMessageBatch,
      deleteQueue,
      getQueueAttributes,
      getQueueUrl,
      listDeadLetterSourceQueues,
      listMessageMoveTasks,
      listQueueTags,
      listQueues,
      purgeQueue,
      receiveMessage,
      removePermission,
      sendMessage,
      sendMessageBatch,
      setQueueAttributes,
      startMessageMoveTask,
      tagQueue,
      untagQueue,
    ]),
  };
}
