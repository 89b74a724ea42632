import { expect, test } from 'vitest';
import { startQueues } from '../../sqs/queues.suite.ts';
import { sqsService } from './service.ts';

test('every operation is offered once, in order', () => {
  const names = sqsService(startQueues().queues).operations.map((operation) => operation.name);
  expect(names).toEqual([...new Set(names)].sort());
  expect(names).toHaveLength(23);
});

test('what is no error of SQS is left to the caller', () => {
  expect(sqsService(startQueues().queues).toAwsError(new Error('defect'))).toBeUndefined();
});
