import { expect, test } from 'vitest';
import { processingResult } from './processing-result.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:consumer';
const resultOf = (type: string, message: string) =>
  processingResult('batch-failed', {
    functionArn: FUNCTION,
    requestId: 'r-1',
    failure: { type, message },
  } as never);

test('a function that is gone is named as AWS names it', () => {
  expect(resultOf('ResourceNotFoundException', `Function not found: ${FUNCTION}`)).toBe(
    `PROBLEM: Function not found: ${FUNCTION} (Service: AWSLambda; Status Code: 404; ` +
      'Error Code: ResourceNotFoundException; Request ID: r-1)',
  );
});

test('what a function itself did not find is a failed call', () => {
  expect(resultOf('ResourceNotFoundException', 'Function not found: another')).toBe(
    'PROBLEM: Function call failed',
  );
});
