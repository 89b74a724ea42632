import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './running.ts';

/** A stream `orders`, a queue `failed` and a function `consumer`, with no mapping between them. */
const UNMAPPED = `
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {Name: orders, ShardCount: 1}}
  Failed: {Type: AWS::SQS::Queue, Properties: {QueueName: failed}}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
  Consumer:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: consumer
      Runtime: nodejs22.x
      Handler: app.handler
      Role: !GetAtt Role.Arn
      Code: src
`;

/** A temporary folder with a template and the code of its function. */
export interface Project {
  readonly folder: string;
  /** The path of the template. */
  readonly template: string;
  /** The path of a file of the folder. */
  path(name: string): string;
  [Symbol.dispose](): void;
}

/** Writes a project; `handler` is the text of the module `app`, or makes it for the folder. */
export function temporaryProject(
  handler: string | ((folder: string) => string),
  template = UNMAPPED,
): Project {
  const { path: folder, [Symbol.dispose]: dispose } = temporaryFolder();
  const path = (name: string) => join(folder, name);
  mkdirSync(path('src'));
  writeFileSync(path('src/app.mjs'), typeof handler === 'string' ? handler : handler(folder));
  writeFileSync(path('template.yaml'), template);
  return { folder, template: path('template.yaml'), path, [Symbol.dispose]: dispose };
}
