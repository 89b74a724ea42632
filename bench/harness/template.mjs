import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = [
  new URL('../functions/does-nothing.mjs', import.meta.url),
  new URL('../functions/notes-arrivals.mjs', import.meta.url),
  new URL('../functions/parses-every-record.mjs', import.meta.url),
].map(fileURLToPath);

/** The event of a function that reads the template's stream. */
export const FROM_STREAM = {
  Stream: {
    Type: 'Kinesis',
    Properties: {
      Stream: { 'Fn::GetAtt': ['Stream', 'Arn'] },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
    },
  },
};

/**
 * Writes a template with a stream and functions to a folder, and answers its path. `functions` has,
 * by the name of the function: `module` (of bench/functions), `environment`, SAM's `events`.
 */
export function writeTemplate(folder, { functions, streamName = 'stream' }) {
  const code = join(folder, 'code');
  mkdirSync(code);
  for (const file of MODULES) copyFileSync(file, join(code, basename(file)));
  const described = Object.entries(functions).map(
    ([FunctionName, { module, environment = {}, events }]) => [
      FunctionName,
      {
        Type: 'AWS::Serverless::Function',
        Properties: {
          FunctionName,
          CodeUri: './code',
          Handler: `${module}.handler`,
          Runtime: 'nodejs20.x',
          Timeout: 60,
          MemorySize: 512,
          Environment: { Variables: environment },
          ...(events ? { Events: events } : {}),
        },
      },
    ],
  );
  const stream = {
    Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: streamName, ShardCount: 1 } },
  };
  const file = join(folder, 'template.json');
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: { ...stream, ...Object.fromEntries(described) },
  };
  writeFileSync(file, JSON.stringify(template, undefined, 2));
  return file;
}
