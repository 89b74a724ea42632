import type { Queues } from '../../sqs/queues.ts';
import { integer, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { given } from './parameters.ts';

export const cancelMessageMoveTask = operation<Queues>()({
  name: 'CancelMessageMoveTask',
  input: structure({ TaskHandle: string() }),
  output: structure({ ApproximateNumberOfMessagesMoved: integer() }),
  async handle(queues, { TaskHandle }, context) {
    const handle = given(TaskHandle, 'TaskHandle');
    const moved = await queues.moveTasks.cancel(context.scope, handle);
    return { ApproximateNumberOfMessagesMoved: moved };
  },
});
