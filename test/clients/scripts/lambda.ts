import { expect } from 'vitest';
import { file, zipOf } from '../../../src/lambda/packages/zip.suite.ts';
import { type Answers, call, fails, of, pages, type Script } from '../step.ts';

const GREET = { FunctionName: 'greet' };
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:greet';
const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const LAYER = { LayerName: 'words' };
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const zip = (expression: string) =>
  zipOf(file('index.mjs', `export const handler = async (event) => ${expression};`));
const HELLO = zip('({ hello: event.name, colour: process.env.COLOUR })');
const FAILING = zip(`{
  const error = new Error('poison');
  error.stack = 'Error: poison';
  throw error;
}`);

/** Settings in every form that a setting has. */
const MORE = {
  ...{ MemorySize: 256, TracingConfig: { Mode: 'Active' }, EphemeralStorage: { Size: 1024 } },
  VpcConfig: {
    SubnetIds: ['subnet-1'],
    SecurityGroupIds: ['sg-1'],
    Ipv6AllowedForDualStack: false,
  },
  DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:failed' },
  Layers: ['arn:aws:lambda:us-east-1:111111111111:layer:theirs:3'],
  LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' },
  SnapStart: { ApplyOn: 'PublishedVersions' },
};

const FUNCTIONS = [
  call(
    'CreateFunction',
    {
      ...{ ...GREET, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: HELLO } },
      ...{ Role: 'arn:aws:iam::000000000000:role/consumer', Publish: true },
      ...{ Environment: { Variables: { COLOUR: 'grün' } }, Tags: { team: 'a' } },
    },
    { FunctionArn: ARN, Version: '1', CodeSize: HELLO.length },
  ),
  fails(
    'CreateFunction',
    {
      ...{ ...GREET, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: HELLO } },
      Role: 'arn:aws:iam::000000000000:role/consumer',
    },
    'ResourceConflictException: Function already exist: greet',
  ),
  call('GetFunction', GREET, {
    Configuration: { ...GREET, State: 'Active' },
    Tags: { team: 'a' },
    Code: { Location: expect.stringMatching(/^<endpoint>/) },
  }),
  call(
    'Invoke',
    { ...GREET, Payload: Buffer.from('{"name":"ö"}') },
    {
      ...{ StatusCode: 200, ExecutedVersion: '$LATEST' },
      Payload: base64({ hello: 'ö', colour: 'grün' }),
    },
  ),
  fails('Invoke', { ...GREET, Payload: Buffer.from('{') }, 'InvalidRequestContentException: JSON'),
  call('Invoke', { ...GREET, Qualifier: '1', InvocationType: 'DryRun' }, { StatusCode: 204 }),
  call('UpdateFunctionCode', { ...GREET, ZipFile: FAILING }, { CodeSize: FAILING.length }),
  call('Invoke', GREET, {
    FunctionError: 'Unhandled',
    Payload: base64({ errorType: 'Error', errorMessage: 'poison', trace: ['Error: poison'] }),
  }),
  call(
    'UpdateFunctionConfiguration',
    { ...GREET, Timeout: 9, Description: 'ä', ...MORE },
    { Timeout: 9 },
  ),
  call('GetFunctionConfiguration', GREET, { Timeout: 9, LastUpdateStatus: 'Successful' }),
  call('PublishVersion', { ...GREET, Description: 'second' }, { Version: '2' }),
  call('ListVersionsByFunction', GREET, { Versions: [{}, { Version: '1' }, { Version: '2' }] }),
  pages('ListVersionsByFunction', 'Versions', GREET, [{}, {}, {}]),
  call('ListFunctions', {}, { Functions: [GREET] }),
  call('GetAccountSettings', {}, { AccountUsage: { FunctionCount: 1 } }),
  call('GetFunctionCodeSigningConfig', GREET),
];

const ALIASES = [
  call('CreateAlias', { ...GREET, Name: 'live', FunctionVersion: '1' }, { FunctionVersion: '1' }),
  call('UpdateAlias', {
    ...{ ...GREET, Name: 'live', FunctionVersion: '1' },
    RoutingConfig: { AdditionalVersionWeights: { '2': 0.25 } },
  }),
  call(
    'GetAlias',
    { ...GREET, Name: 'live' },
    {
      RoutingConfig: { AdditionalVersionWeights: { '2': 0.25 } },
    },
  ),
  call('ListAliases', GREET, { Aliases: [{ Name: 'live' }] }),
  call('DeleteAlias', { ...GREET, Name: 'live' }),
  fails('GetAlias', { ...GREET, Name: 'live' }, 'ResourceNotFoundException: Cannot find alias'),
];

const SETTINGS = [
  call('PutFunctionConcurrency', { ...GREET, ReservedConcurrentExecutions: 0 }),
  call('GetFunctionConcurrency', GREET, { ReservedConcurrentExecutions: 0 }),
  fails('Invoke', GREET, 'TooManyRequestsException: Rate Exceeded'),
  call('DeleteFunctionConcurrency', GREET),
  call('PutFunctionEventInvokeConfig', { ...GREET, MaximumRetryAttempts: 1 }),
  call('UpdateFunctionEventInvokeConfig', { ...GREET, MaximumEventAgeInSeconds: 60 }),
  call('GetFunctionEventInvokeConfig', GREET, {
    ...{ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 },
    LastModified: '2026-01-01T00:00:00.000Z',
  }),
  call('ListFunctionEventInvokeConfigs', GREET, { FunctionEventInvokeConfigs: [{}] }),
  call('DeleteFunctionEventInvokeConfig', GREET),
  call('AddPermission', {
    ...{ ...GREET, StatementId: 's', Action: 'lambda:InvokeFunction' },
    Principal: 'sns.amazonaws.com',
  }),
  call('GetPolicy', GREET, { Policy: expect.stringContaining('"Sid":"s"') }),
  call('RemovePermission', { ...GREET, StatementId: 's' }),
  fails('GetPolicy', GREET, 'ResourceNotFoundException: The resource you requested'),
  call('TagResource', { Resource: ARN, Tags: { more: 'ä' } }),
  call('UntagResource', { Resource: ARN, TagKeys: ['team', 'none'] }),
  call('ListTags', { Resource: ARN }, { Tags: { more: 'ä' } }),
];

const LAYERS = [
  call(
    'PublishLayerVersion',
    { ...LAYER, Content: { ZipFile: HELLO }, Description: 'ä' },
    {
      Version: 1,
    },
  ),
  call('PublishLayerVersion', {
    ...{ ...LAYER, Content: { ZipFile: FAILING }, CompatibleRuntimes: ['nodejs22.x'] },
  }),
  call('GetLayerVersion', { ...LAYER, VersionNumber: 1 }, { Content: { CodeSize: HELLO.length } }),
  call('ListLayers', {}, { Layers: [LAYER] }),
  call('ListLayerVersions', LAYER, { LayerVersions: [{ Version: 2 }, { Version: 1 }] }),
  pages('ListLayerVersions', 'LayerVersions', LAYER, [{ Version: 2 }, { Version: 1 }]),
  call('DeleteLayerVersion', { ...LAYER, VersionNumber: 1 }),
  fails(
    'GetLayerVersion',
    { ...LAYER, VersionNumber: 1 },
    'ResourceNotFoundException: does not exist',
  ),
];

const mapping =
  (more: object = {}) =>
  ({ CreateEventSourceMapping: { UUID } }: Answers) => ({ UUID, ...more });
const MAPPINGS = [
  of('kinesis', call('CreateStream', { StreamName: 'orders', ShardCount: 1 })),
  of('sqs', call('CreateQueue', { QueueName: 'failed' })),
  call('CreateEventSourceMapping', {
    ...{ ...GREET, EventSourceArn: STREAM, Enabled: false, StartingPosition: 'AT_TIMESTAMP' },
    ...{ StartingPositionTimestamp: new Date(Date.UTC(2025, 11, 31)), MaximumRetryAttempts: -1 },
    ...{ FunctionResponseTypes: ['ReportBatchItemFailures'], BisectBatchOnFunctionError: true },
    ...{ MaximumRecordAgeInSeconds: 3600, ParallelizationFactor: 2, Tags: { team: 'a' } },
    FilterCriteria: { Filters: [{ Pattern: '{"data":{"a":["ä"]}}' }] },
    DestinationConfig: {
      OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' },
    },
  }),
  call('GetEventSourceMapping', mapping(), {
    StartingPositionTimestamp: '2025-12-31T00:00:00.000Z',
  }),
  call('UpdateEventSourceMapping', mapping({ BatchSize: 7, MaximumBatchingWindowInSeconds: 1 })),
  call('ListEventSourceMappings', GREET, { EventSourceMappings: [{ BatchSize: 7 }] }),
  fails(
    'CreateEventSourceMapping',
    { ...GREET, EventSourceArn: STREAM },
    'InvalidParameterValueException',
  ),
  call('DeleteEventSourceMapping', mapping(), { State: 'Deleting' }),
  fails('GetEventSourceMapping', mapping(), 'ResourceNotFoundException: does not exist'),
];

export const lambda: Script = {
  service: 'lambda',
  steps: [
    ...[...FUNCTIONS, ...ALIASES, ...SETTINGS, ...LAYERS, ...MAPPINGS],
    // What goes on in the background takes ids at a moment of its own: nothing else needs any now.
    call('Invoke', { ...GREET, InvocationType: 'Event' }, { StatusCode: 202 }),
    call('DeleteFunction', GREET),
    // Not here.
    fails('ListFunctionUrlConfigs', GREET, 'UnknownOperationException: is not available here'),
    fails('GetFunction', GREET, `ResourceNotFoundException: Function not found: ${ARN}`),
    fails(
      'Invoke',
      { FunctionName: 'a b' },
      "ValidationException: 1 validation error detected: Value 'a b' at 'functionName'",
    ),
  ],
};
