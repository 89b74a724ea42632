import type { PropertyTable } from '../properties.ts';

const NO_ENCRYPTION = 'nothing is encrypted';

/** Settings that a mapping onto a Kinesis stream can have, in CloudFormation and in SAM. */
const COMMON: PropertyTable = {
  BatchSize: true,
  BisectBatchOnFunctionError: true,
  DestinationConfig: true,
  Enabled: true,
  FilterCriteria: true,
  FunctionResponseTypes: true,
  MaximumBatchingWindowInSeconds: true,
  MaximumRecordAgeInSeconds: true,
  MaximumRetryAttempts: true,
  MetricsConfig: true,
  ParallelizationFactor: true,
  StartingPosition: true,
  StartingPositionTimestamp: true,
  TumblingWindowInSeconds: true,
  KmsKeyArn: NO_ENCRYPTION,
};

/** Properties of mappings onto other sources; with a Kinesis stream AWS refuses them. */
export const OTHER_SOURCES = [
  ...['AmazonManagedKafkaEventSourceConfig', 'DocumentDBEventSourceConfig', 'LoggingConfig'],
  ...['ProvisionedPollerConfig', 'Queues', 'ScalingConfig', 'SelfManagedEventSource'],
  ...['SelfManagedKafkaEventSourceConfig', 'SourceAccessConfigurations', 'Topics'],
];

/** The properties of AWS::Lambda::EventSourceMapping for a Kinesis stream. */
export const EVENT_SOURCE_MAPPING: PropertyTable = {
  ...COMMON,
  EventSourceArn: true,
  FunctionName: true,
  Tags: 'resources are not tagged',
};

/** The properties of a Kinesis event (AWS SAM developer guide). */
export const KINESIS_EVENT: PropertyTable = { ...COMMON, Stream: true };
