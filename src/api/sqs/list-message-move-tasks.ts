import type { MoveTaskDescription } from '../../sqs/move-tasks.ts';
import type { Queues } from '../../sqs/queues.ts';
import { integer, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { given } from './parameters.ts';
import { flatList } from './shapes.ts';

const entry = structure({
  TaskHandle: string(),
  Status: string(),
  SourceArn: string(),
  DestinationArn: string(),
  MaxNumberOfMessagesPerSecond: integer(),
  ApproximateNumberOfMessagesMoved: integer(),
  ApproximateNumberOfMessagesToMove: integer(),
  FailureReason: string(),
  StartedTimestamp: integer(),
});

export const listMessageMoveTasks = operation<Queues>()({
  name: 'ListMessageMoveTasks',
  input: structure({ SourceArn: string(), MaxResults: integer() }),
  output: structure({ Results: flatList('ListMessageMoveTasksResultEntry', entry) }),
  handle(queues, { SourceArn, MaxResults }, context) {
    const sourceArn = given(SourceArn, 'SourceArn');
    return { Results: queues.moveTasks.list(context.scope, sourceArn, MaxResults).map(show) };
  },
});

/** Times are milliseconds, as observed on AWS. */
function show(task: MoveTaskDescription) {
  return {
    TaskHandle: task.handle,
    Status: task.status,
    SourceArn: task.sourceArn,
    DestinationArn: task.destinationArn,
    MaxNumberOfMessagesPerSecond: task.maxPerSecond,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failureReason,
    StartedTimestamp: task.startedAtMs,
  };
}
