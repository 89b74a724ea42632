import type { EventSourceMappingSettings } from '../../event-source-mapping/settings.ts';
import { boolean, type Infer, integer, list, string, structure } from '../../wire/shape.ts';

/** What the ARN of an event source must look like. */
export const EVENT_SOURCE_ARN = {
  pattern:
    'arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}(-gov)?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)',
};

/** Where what was given up, or done, may go. */
export const destination = string({
  max: 350,
  pattern:
    '$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:' +
    '([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)',
});

/** The members that CreateEventSourceMapping and UpdateEventSourceMapping have in common. */
export const settingsMembers = {
  Enabled: boolean(),
  BatchSize: integer({ min: 1, max: 10_000 }),
  FilterCriteria: structure({
    Filters: list(structure({ Pattern: string({ min: 0, max: 4096 }) })),
  }),
  MaximumBatchingWindowInSeconds: integer({ min: 0, max: 300 }),
  ParallelizationFactor: integer({ min: 1, max: 10 }),
  DestinationConfig: structure({
    OnSuccess: structure({ Destination: destination }),
    OnFailure: structure({ Destination: destination }),
  }),
  MaximumRecordAgeInSeconds: integer({ min: -1, max: 604_800 }),
  BisectBatchOnFunctionError: boolean(),
  MaximumRetryAttempts: integer({ min: -1, max: 10_000 }),
  TumblingWindowInSeconds: integer({ min: 0, max: 900 }),
  MetricsConfig: structure({
    Metrics: list(string({ enum: ['EventCount', 'ErrorCount', 'KafkaMetrics'] }), { max: 3 }),
  }),
  FunctionResponseTypes: list(string({ enum: ['ReportBatchItemFailures'] }), { min: 0, max: 1 }),
} as const;

/** Members that AWS has for other sources, or that are not carried out here: refused when given. */
export const refusedMembers = {
  KMSKeyArn: string(),
  LoggingConfig: structure({}),
  Topics: list(string()),
  Queues: list(string()),
  SourceAccessConfigurations: list(structure({})),
  SelfManagedEventSource: structure({}),
  AmazonManagedKafkaEventSourceConfig: structure({}),
  SelfManagedKafkaEventSourceConfig: structure({}),
  ScalingConfig: structure({}),
  DocumentDBEventSourceConfig: structure({}),
  ProvisionedPollerConfig: structure({}),
} as const;

const settingsShape = structure({ ...settingsMembers, ...refusedMembers });
type SettingsInput = Infer<typeof settingsShape>;

/** What is wrong with the members themselves, in AWS's words where they are known. */
export function refusal(input: SettingsInput): string | undefined {
  const refused = Object.keys(refusedMembers).find(
    (name) => input[name as keyof typeof refusedMembers] !== undefined,
  );
  if (refused) return `${refused} is not supported for a Kinesis stream here.`;
  const metrics = input.MetricsConfig?.Metrics ?? [];
  if (metrics.some((metric) => metric !== 'EventCount')) {
    return 'MetricsConfig of a Kinesis stream takes only EventCount.';
  }
  if (input.DestinationConfig?.OnSuccess?.Destination) {
    return 'Unsupported DestinationConfig parameter for given event source mapping type.';
  }
  return undefined;
}

/** The settings that were given; an empty destination or list of filters takes them away. */
export function givenSettings(input: SettingsInput): Partial<EventSourceMappingSettings> {
  const destination = input.DestinationConfig?.OnFailure?.Destination;
  const settings = {
    batchSize: input.BatchSize,
    maximumBatchingWindowInSeconds: input.MaximumBatchingWindowInSeconds,
    parallelizationFactor: input.ParallelizationFactor,
    maximumRecordAgeInSeconds: input.MaximumRecordAgeInSeconds,
    bisectBatchOnFunctionError: input.BisectBatchOnFunctionError,
    maximumRetryAttempts: input.MaximumRetryAttempts,
    tumblingWindowInSeconds: input.TumblingWindowInSeconds,
    functionResponseTypes: input.FunctionResponseTypes as 'ReportBatchItemFailures'[] | undefined,
    filterPatterns: input.FilterCriteria && patternsOf(input.FilterCriteria),
    metrics: input.MetricsConfig && ((input.MetricsConfig.Metrics ?? []) as 'EventCount'[]),
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(destination !== undefined && { onFailureDestinationArn: destination || undefined }),
  };
}

function patternsOf({ Filters = [] }: NonNullable<SettingsInput['FilterCriteria']>): string[] {
  return Filters.map(({ Pattern = '' }) => Pattern);
}
