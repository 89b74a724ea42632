import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, type TestContext, test } from 'vitest';

/** The part of a CloudFormation template that these tests look at. */
interface Template {
  readonly Resources: Record<
    string,
    // biome-ignore lint/suspicious/noExplicitAny: each type of resource has properties of its own
    { readonly Type: string; readonly Properties: any }
  >;
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const run = (command: string, ...args: string[]) => {
  const env = { ...process.env, AWS_DEFAULT_REGION: 'us-east-1' };
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env });
  return { status, stdout, stderr };
};

/** Skips a test, aloud, where a package of Python's is missing; but not in CI, which must have it. */
function needs(context: TestContext, module: string, name: string): void {
  const missing = run('python3', '-c', `import ${module}`).status !== 0;
  if (!missing || process.env.CI) return;
  console.warn(`Not checked, for want of ${name} (pip install ${name}): ${context.task.name}`);
  context.skip(name);
}

let template: Template | undefined;

/** What CloudFormation gets to see, once AWS's transform is done with the template. */
function transformed(context: TestContext): Template {
  if (template) return template;
  needs(context, 'samtranslator', 'aws-sam-translator');
  const transform = run('python3', path('testing/sam-transform.py'), path('template.yaml'));
  expect(transform).toMatchObject({ status: 0, stderr: '' });
  template = JSON.parse(transform.stdout) as Template;
  return template;
}

const resourceOf = ({ Resources }: Template, type: string) => {
  const found = Object.values(Resources).filter((resource) => resource.Type === type);
  expect(found, type).toHaveLength(1);
  return found[0]?.Properties;
};
const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });

test('cfn-lint has nothing to say about the template, not even for information', (context) => {
  needs(context, 'cfnlint', 'cfn-lint');
  const lint = run('cfn-lint', '--include-checks', 'I', '--', path('template.yaml'));
  expect(lint).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('the mapping retries, halves, gives up, and tells the queue', (context) => {
  const mapping = resourceOf(transformed(context), 'AWS::Lambda::EventSourceMapping');
  expect(mapping).toEqual({
    FunctionName: { Ref: 'KinesisDataStreamProcessor' },
    EventSourceArn: arnOf('DataActivityKinesisStream'),
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 5,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 5,
    MaximumRecordAgeInSeconds: 3600,
    DestinationConfig: { OnFailure: { Destination: arnOf('AnomalyDataQueue') } },
  });
});

test('no message outlives the records to which it points', (context) => {
  const resources = transformed(context);
  const stream = resourceOf(resources, 'AWS::Kinesis::Stream');
  const queue = resourceOf(resources, 'AWS::SQS::Queue');
  expect(queue.MessageRetentionPeriod).toBeLessThanOrEqual(stream.RetentionPeriodHours * 3600);
});

test('the scripts find the stream and the queue by their names', (context) => {
  const resources = transformed(context);
  expect(resourceOf(resources, 'AWS::Kinesis::Stream').Name).toBe('DataActivityKinesisStream');
  expect(resourceOf(resources, 'AWS::SQS::Queue').QueueName).toBe('AnomalyDataQueue');
});

test('the function logs to the group of the template, which forgets in time', (context) => {
  const resources = transformed(context);
  const { LoggingConfig } = resourceOf(resources, 'AWS::Lambda::Function');
  expect(LoggingConfig).toEqual({ LogGroup: { Ref: 'KinesisDataStreamProcessorLogGroup' } });
  expect(resourceOf(resources, 'AWS::Logs::LogGroup').RetentionInDays).toBeGreaterThan(0);
});

test('the one role names what it may touch, and has no managed policy', (context) => {
  const role = resourceOf(transformed(context), 'AWS::IAM::Role');
  expect(role.ManagedPolicyArns).toBeUndefined();
  const granted = role.Policies.flatMap(
    ({ PolicyDocument }: { PolicyDocument: { Statement: object[] } }) => PolicyDocument.Statement,
  );
  expect(granted).toEqual([
    {
      Effect: 'Allow',
      Action: [
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
      ],
      Resource: arnOf('DataActivityKinesisStream'),
    },
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arnOf('AnomalyDataQueue') },
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: arnOf('KinesisDataStreamProcessorLogGroup'),
    },
    {
      Effect: 'Allow',
      Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
      Resource: '*',
    },
  ]);
});
