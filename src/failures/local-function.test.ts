import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findLocalFunction } from './local-function.ts';

const scope = { account: '000000000000', region: 'us-east-1' };

const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String, Default: production }
Resources:
  Orders: { Type: AWS::Kinesis::Stream, Properties: { ShardCount: 1 } }
  Consumer:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub '\${AWS::StackName}-consumer'
      Runtime: nodejs20.x
      Handler: app.handler
      CodeUri: .
      Environment: { Variables: { STAGE: !Ref Stage } }
`;

test('a function has the names and values of the stack and parameters that are given', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluicebox-local-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const template = join(folder, 'template.yaml');
  writeFileSync(template, TEMPLATE);
  const { planned, directory } = findLocalFunction('orders-consumer', {
    template,
    scope,
    stackName: 'orders',
    parameterOverrides: { Stage: 'test' },
  });
  expect(planned).toMatchObject({ logicalId: 'Consumer', environment: { STAGE: 'test' } });
  expect(directory).toBe(folder);
});

test.each(['no-such-file.mjs', 'no-such-file.mjs#onBatch'])(
  'a file that is not there is told as such: %s',
  (wanted) => {
    expect(() => findLocalFunction(wanted, { scope })).toThrow(
      `There is no file ${resolve('no-such-file.mjs')}.`,
    );
  },
);

test('a file whose name has a dot cannot be the module of a handler', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluicebox-local-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'my.consumer.mjs');
  writeFileSync(path, '');
  expect(() => findLocalFunction(path, { scope })).toThrow(`${path} cannot be run`);
});

test('a queue that the template refers to is one of the endpoint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluicebox-local-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const template = join(folder, 'template.yaml');
  const work = '  Work: { Type: AWS::SQS::Queue, Properties: { QueueName: work } }';
  writeFileSync(
    template,
    TEMPLATE.replace('STAGE: !Ref Stage', 'WORK: !Ref Work').replace(
      'Resources:',
      `Resources:\n${work}`,
    ),
  );
  const urlAt = (endpoint?: string) =>
    findLocalFunction('Consumer', { template, scope, endpoint }).planned.environment.WORK;
  expect(urlAt('http://127.0.0.1:4566')).toBe('http://127.0.0.1:4566/000000000000/work');
  expect(urlAt('http://127.0.0.1:4566/')).toBe('http://127.0.0.1:4566/000000000000/work');
  expect(urlAt()).toBe('https://sqs.us-east-1.amazonaws.com/000000000000/work');
});
