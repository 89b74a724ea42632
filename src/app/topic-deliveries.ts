import { parseArn } from '../aws/arn.ts';
import type { Functions } from '../lambda/functions.ts';
import { LambdaError } from '../lambda/lambda-error.ts';
import type { Events } from '../observe/events.ts';
import type { TopicsDependencies } from '../sns/topics.ts';
import { QueueError } from '../sqs/queue-error.ts';
import type { Queues } from '../sqs/queues.ts';

interface Subscribers {
  readonly queues: Queues;
  /** Made later than topics, which may have to tell them of alarms. */
  readonly functions: () => Functions;
  readonly events: Events;
}

/** How topics reach the queues and the functions of a world. */
export function topicDeliveries({
  queues,
  functions,
  events,
}: Subscribers): Pick<TopicsDependencies, 'deliver' | 'isRefusal'> {
  return {
    deliver: {
      sqs: (transaction, queueArn, { body, attributes }) => {
        queues.enqueue(transaction, queueArn, body, { attributes });
      },
      lambda: (transaction, functionArn, { body }) => {
        const { account = '', region = '' } = parseArn(functionArn) ?? {};
        const scope = { account, region };
        functions().get(scope, functionArn);
        const call = { functionName: functionArn, payload: Buffer.from(body) } as const;
        transaction.afterCommit(() => {
          functions()
            .invoke(scope, { ...call, invocationType: 'Event' })
            .catch((error: unknown) => {
              const message = `${functionArn} did not take a message: ${error}`;
              events.emit('warning', { message });
            });
        });
      },
    },
    // Who refuses is passed over; a store that fails must fail the publication.
    isRefusal: (error) => error instanceof QueueError || error instanceof LambdaError,
  };
}
