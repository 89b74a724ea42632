import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { consumerTemplate, plan } from './plan.suite.ts';
import type { Plan } from './plan.ts';

/** AWS's own SAM transform, where this machine has it: `pip install aws-sam-translator`. */
const TRANSLATE = `
import json, sys
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse
def translate(text):
    return Translator({}, Parser()).translate(yaml_parse(text), {})
print(json.dumps([translate(text) for text in json.load(sys.stdin)]))
`;

const has = spawnSync('python3', ['-c', 'import samtranslator'], { encoding: 'utf8' });
/** In CI it must be there: a test that skips itself there could not fail. */
const isSkipped = has.status !== 0 && !process.env.CI;
const missing = isSkipped ? ' (skipped: python3 has no samtranslator)' : '';

/** Templates in which SAM has something to decide. */
const TEMPLATES: readonly (readonly [what: string, text: string])[] = [
  ['the least that an event needs', consumerTemplate()],
  [
    'all settings of an event',
    consumerTemplate({
      event: `
BatchSize: 10
MaximumBatchingWindowInSeconds: 5
ParallelizationFactor: 2
BisectBatchOnFunctionError: true
MaximumRetryAttempts: 3
MaximumRecordAgeInSeconds: 3600
FunctionResponseTypes: [ReportBatchItemFailures]
FilterCriteria: { Filters: [{ Pattern: '{"data":{"type":["order"]}}' }] }
DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Failures.Arn } }
MetricsConfig: { Metrics: [EventCount] }
Enabled: false
KmsKeyArn: arn:aws:kms:eu-west-1:123456789012:key/x`,
    }),
  ],
  [
    'a tumbling window from a point in time',
    consumerTemplate({
      event: 'TumblingWindowInSeconds: 60\nStartingPositionTimestamp: 1700000000',
    }).replace('LATEST', 'AT_TIMESTAMP'),
  ],
  [
    'a function with settings of its own and shared ones',
    consumerTemplate({
      function: `
FunctionName: consumer
Timeout: 20
MemorySize: 256
Description: reads
ReservedConcurrentExecutions: 5
Role: arn:aws:iam::123456789012:role/own
Environment: { Variables: { LEVEL: debug, QUEUE: !Ref Failures } }
LoggingConfig: { LogGroup: /own/group }`,
    }).replace(
      'Resources:',
      `Globals: { Function: { Timeout: 10, Environment: { Variables: { LEVEL: info, ALL: '1' } } } }
Resources:`,
    ),
  ],
  [
    'a function under a condition, with two events',
    consumerTemplate({ event: 'BatchSize: 1' })
      .replace('Resources:', 'Conditions: { Always: !Equals [a, a] }\nResources:')
      .replace(
        '    Properties:\n      CodeUri',
        '    Condition: Always\n    Properties:\n      CodeUri',
      )
      .replace(
        '      Events:\n',
        `      Events:
        Again:
          Type: Kinesis
          Properties: { Stream: !GetAtt Orders.Arn, StartingPosition: TRIM_HORIZON }
`,
      ),
  ],
].map(([what, text]) => [what!, inline(text!)] as const);

/** The translator takes no local paths, so the code of these functions is inline. */
function inline(text: string): string {
  const code = "InlineCode: 'exports.handler = async () => {}'";
  return text.replace('CodeUri: src/', code).replace('Handler: app', 'Handler: index');
}

const PLACES = new Set(['position', 'codePosition']);

/** What both ways to a plan must agree on: all but places in the text. */
function comparable({ functions, mappings, streams, queues }: Plan): unknown {
  const all = [...functions, ...mappings, ...streams, ...queues];
  const sorted = all.sort((a, b) => a.logicalId.localeCompare(b.logicalId));
  return JSON.parse(
    JSON.stringify(sorted, (name, value) => (PLACES.has(name) ? undefined : value)),
  );
}

describe.skipIf(isSkipped)(`the SAM transform of AWS and ours agree${missing}`, () => {
  const input = JSON.stringify(TEMPLATES.map(([, text]) => text));
  const result = spawnSync('python3', ['-c', TRANSLATE], {
    input,
    encoding: 'utf8',
    env: { ...process.env, AWS_DEFAULT_REGION: 'eu-west-1' },
  });

  test.each(TEMPLATES)('on %s', (what, text) => {
    expect(result.stderr.split('\n').filter((line) => /Error|error/.test(line))).toEqual([]);
    const translated = JSON.parse(result.stdout)[TEMPLATES.findIndex(([name]) => name === what)];
    expect(comparable(plan(text))).toEqual(comparable(plan(JSON.stringify(translated))));
    const types = Object.values(translated.Resources).map((one) => (one as { Type: string }).Type);
    expect(types).toContain('AWS::Lambda::EventSourceMapping');
    expect(types.filter((type) => type.startsWith('AWS::Serverless'))).toEqual([]);
  });
});
