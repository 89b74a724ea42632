/** Members that are in the shapes only to be refused: requests that are right but for them. */
export interface Refused {
  readonly service: string;
  readonly operation: string;
  /** What the operation needs besides. */
  readonly needs: Readonly<Record<string, unknown>>;
  /** Each of these alone is refused; a dot leads into a structure. */
  readonly members: Readonly<Record<string, unknown>>;
}

const MAPPING_MEMBERS = {
  KMSKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/a',
  LoggingConfig: {},
  Topics: ['a'],
  Queues: ['a'],
  SourceAccessConfigurations: [{}],
  SelfManagedEventSource: {},
  AmazonManagedKafkaEventSourceConfig: {},
  SelfManagedKafkaEventSourceConfig: {},
  ScalingConfig: {},
  DocumentDBEventSourceConfig: {},
  ProvisionedPollerConfig: {},
};

const FUNCTION_MEMBERS = {
  FileSystemConfigs: [{}],
  ImageConfig: {},
  CapacityProviderConfig: {},
  DurableConfig: {},
};

const ZIP = Buffer.from('x');

export const REFUSED: readonly Refused[] = [
  {
    service: 'lambda',
    operation: 'CreateFunction',
    needs: {
      ...{ FunctionName: 'f', Role: 'arn:aws:iam::000000000000:role/r', Code: { ZipFile: ZIP } },
      ...{ Runtime: 'nodejs22.x', Handler: 'index.handler' },
    },
    members: {
      ...FUNCTION_MEMBERS,
      CodeSigningConfigArn: `arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-${'0'.repeat(17)}`,
      PublishTo: 'LATEST_PUBLISHED',
      TenancyConfig: {},
    },
  },
  {
    service: 'lambda',
    operation: 'UpdateFunctionConfiguration',
    needs: { FunctionName: 'f' },
    members: FUNCTION_MEMBERS,
  },
  {
    service: 'lambda',
    operation: 'UpdateFunctionCode',
    needs: { FunctionName: 'f', ZipFile: ZIP },
    members: { PublishTo: 'LATEST_PUBLISHED', SourceKMSKeyArn: 'arn:aws:kms:us-east-1:0:key/a' },
  },
  {
    service: 'lambda',
    operation: 'PublishVersion',
    needs: { FunctionName: 'f' },
    members: { PublishTo: 'LATEST_PUBLISHED' },
  },
  {
    service: 'lambda',
    operation: 'CreateEventSourceMapping',
    needs: {
      FunctionName: 'f',
      EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
      StartingPosition: 'LATEST',
    },
    members: MAPPING_MEMBERS,
  },
  {
    service: 'lambda',
    operation: 'UpdateEventSourceMapping',
    needs: { UUID: '00000000-0000-0000-0000-000000000000' },
    members: MAPPING_MEMBERS,
  },
  {
    service: 'lambda',
    operation: 'Invoke',
    needs: { FunctionName: 'f' },
    members: { DurableExecutionName: 'a', TenantId: 'a' },
  },
  {
    service: 'logs',
    operation: 'PutLogEvents',
    needs: { logGroupName: 'g', logStreamName: 's', logEvents: [{ timestamp: 1, message: 'm' }] },
    members: { entity: {} },
  },
  {
    service: 'monitoring',
    operation: 'PutMetricData',
    needs: { Namespace: 'n' },
    members: { EntityMetricData: [{}] },
  },
  {
    service: 'sts',
    operation: 'AssumeRole',
    needs: { RoleArn: 'arn:aws:iam::123456789012:role/r', RoleSessionName: 'me' },
    members: {
      Policy: '{}',
      PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnly' }],
      Tags: [{ Key: 'a', Value: 'b' }],
      TransitiveTagKeys: ['a'],
      ProvidedContexts: [{ ContextAssertion: 'context' }],
    },
  },
  {
    service: 's3',
    operation: 'CreateBucket',
    needs: { Bucket: 'bucket' },
    members: {
      'CreateBucketConfiguration.Location': {},
      'CreateBucketConfiguration.Bucket': {},
      'CreateBucketConfiguration.Tags': {},
    },
  },
];
