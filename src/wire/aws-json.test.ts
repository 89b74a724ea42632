import { expect, test } from 'vitest';
import { AwsError } from '../aws/aws-error.ts';
import { encodeAwsJson } from './aws-json.ts';
import { encodeAwsJsonError } from './aws-json-error.ts';
import { string, structure } from './shape.ts';

test('an operation without output answers an empty body', () => {
  expect(encodeAwsJson(structure({}), {}, { version: '1.1' })).toEqual({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: '',
  });
  expect(encodeAwsJson(structure({ A: string() }), {}, { version: '1.0' }).body).toBe('{}');
});

test.each([
  ['1.1', 'ValidationException', 'ValidationException'],
  ['1.0', 'ValidationException', 'com.amazon.coral.validate#ValidationException'],
  ['1.0', 'UnknownOperationException', 'com.amazon.coral.service#UnknownOperationException'],
  ['1.1', 'ResourceNotFoundException', 'ResourceNotFoundException'],
] as const)('in JSON %s the type of %s is %s', (version, code, type) => {
  const { body } = encodeAwsJsonError(new AwsError(code, 'x'), version);
  expect(JSON.parse(String(body))).toEqual({ __type: type, message: 'x' });
});

test('an error with an older code carries both, and its further members', () => {
  const members = { retryAfterSeconds: 60 };
  const queryCode = 'AWS.SimpleQueueService.PurgeQueueInProgress';
  const error = new AwsError('PurgeQueueInProgress', 'x', { status: 403, queryCode, members });
  const answer = encodeAwsJsonError(error, '1.0');
  expect(answer).toMatchObject({
    status: 403,
    headers: { 'x-amzn-query-error': `${queryCode};Sender` },
  });
  expect(JSON.parse(String(answer.body))).toEqual({
    __type: 'com.amazonaws.sqs#PurgeQueueInProgress',
    message: 'x',
    ...members,
  });
});

test('the name of an error stands in the namespace of its service', () => {
  const queryCode = 'InvalidParameterValue';
  const namespace = 'com.amazonaws.cloudwatch';
  const error = new AwsError('InvalidParameterValueException', 'x', { queryCode, namespace });
  const { headers, body } = encodeAwsJsonError(error, '1.0');
  expect(headers['x-amzn-query-error']).toBe('InvalidParameterValue;Sender');
  expect(JSON.parse(String(body)).__type).toBe(`${namespace}#InvalidParameterValueException`);
});
