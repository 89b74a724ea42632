import type { Queues } from '../../sqs/queues.ts';
import { integer, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { given } from './parameters.ts';

export const startMessageMoveTask = operation<Queues>()({
  name: 'StartMessageMoveTask',
  input: structure({
    SourceArn: string(),
    DestinationArn: string(),
    MaxNumberOfMessagesPerSecond: integer(),
  }),
  output: structure({ TaskHandle: string() }),
  async handle(queues, { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond }, context) {
    const TaskHandle = await queues.moveTasks.start(context.scope, {
      sourceArn: given(SourceArn, 'SourceArn'),
      destinationArn: DestinationArn,
      maxPerSecond: MaxNumberOfMessagesPerSecond,
    });
    return { TaskHandle };
  },
});
