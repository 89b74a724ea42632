import type { AwsError } from '../../aws/aws-error.ts';
import { SCOPE, startQueues } from '../../sqs/queues.suite.ts';
import type { Queues } from '../../sqs/queues.ts';
import type { Infer, StructureShape } from '../../wire/shape.ts';
import type { Operation, RequestContext } from '../operation.ts';
import { createQueue } from './create-queue.ts';
import { toAwsError } from './errors.ts';

export const QUEUE_URL = `http://127.0.0.1:4566/${SCOPE.account}/orders`;

/** SQS for a test, with the queue `orders`; time begins at second 1000. */
export async function startSqs() {
  const { queues, clock, warnings } = startQueues();
  const context: RequestContext = {
    scope: SCOPE,
    requestId: 'request',
    endpoint: 'http://127.0.0.1:4566',
    userAgent: '',
    signal: new AbortController().signal,
  };

  /** What an operation answers. */
  async function ask<Input extends StructureShape, Output extends StructureShape>(
    operation: Operation<Queues, Input, Output>,
    input: Infer<Input>,
  ): Promise<Infer<Output>> {
    return operation.handle(queues, input, context);
  }

  /** The AWS error that an operation answers. */
  async function fail<Input extends StructureShape, Output extends StructureShape>(
    operation: Operation<Queues, Input, Output>,
    input: Infer<Input>,
  ): Promise<AwsError> {
    const answer = await ask(operation, input).catch((error: unknown) => {
      const mapped = toAwsError(error);
      if (!mapped) throw error;
      return mapped;
    });
    if (!(answer instanceof Error)) throw new Error(`answered ${JSON.stringify(answer)}`);
    return answer as AwsError;
  }

  await ask(createQueue, { QueueName: 'orders' });
  return { ask, fail, clock, warnings };
}
