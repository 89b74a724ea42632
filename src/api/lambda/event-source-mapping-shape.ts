import { type EventSourceMapping, mappingArn } from '../../event-source-mapping/mapping.ts';
import {
  boolean,
  type Infer,
  integer,
  list,
  string,
  structure,
  timestamp,
} from '../../wire/shape.ts';

/** EventSourceMappingConfiguration, as far as a Kinesis source has it (Lambda API reference). */
export const eventSourceMappingShape = structure({
  BatchSize: integer(),
  BisectBatchOnFunctionError: boolean(),
  DestinationConfig: structure({ OnFailure: structure({ Destination: string() }) }),
  EventSourceArn: string(),
  EventSourceMappingArn: string(),
  FilterCriteria: structure({ Filters: list(structure({ Pattern: string() })) }),
  FunctionArn: string(),
  FunctionResponseTypes: list(string()),
  LastModified: timestamp(),
  LastProcessingResult: string(),
  MaximumBatchingWindowInSeconds: integer(),
  MaximumRecordAgeInSeconds: integer(),
  MaximumRetryAttempts: integer(),
  MetricsConfig: structure({ Metrics: list(string()) }),
  ParallelizationFactor: integer(),
  StartingPosition: string(),
  StartingPositionTimestamp: timestamp(),
  State: string(),
  StateTransitionReason: string(),
  TumblingWindowInSeconds: integer(),
  UUID: string(),
});

const MINUTE_MS = 60_000;

type Shown = Infer<typeof eventSourceMappingShape>;

/** A mapping as a later Get or List shows it: its last change rounded down to a whole minute. */
export function showMapping(mapping: EventSourceMapping): Shown {
  const LastModified = Math.floor(mapping.lastModifiedMs / MINUTE_MS) * MINUTE_MS;
  return { ...showChanged(mapping), LastModified };
}

/** A mapping as the request shows it that has just made, changed or ended it (recorded on AWS). */
export function showChanged(mapping: EventSourceMapping): Shown {
  const { settings } = mapping;
  const filters = settings.filterPatterns.map((Pattern) => ({ Pattern }));
  return {
    BatchSize: settings.batchSize,
    BisectBatchOnFunctionError: settings.bisectBatchOnFunctionError,
    DestinationConfig: { OnFailure: { Destination: settings.onFailureDestinationArn } },
    EventSourceArn: mapping.eventSourceArn,
    EventSourceMappingArn: mappingArn(mapping),
    FilterCriteria: filters.length > 0 ? { Filters: filters } : undefined,
    FunctionArn: mapping.functionArn,
    FunctionResponseTypes: [...settings.functionResponseTypes],
    LastModified: mapping.lastModifiedMs,
    LastProcessingResult: mapping.lastProcessingResult,
    MaximumBatchingWindowInSeconds: settings.maximumBatchingWindowInSeconds,
    MaximumRecordAgeInSeconds: settings.maximumRecordAgeInSeconds,
    MaximumRetryAttempts: settings.maximumRetryAttempts,
    MetricsConfig: settings.metrics.length > 0 ? { Metrics: [...settings.metrics] } : undefined,
    ParallelizationFactor: settings.parallelizationFactor,
    StartingPosition: mapping.startingPosition,
    StartingPositionTimestamp: mapping.startingPositionTimestampMs,
    State: mapping.state,
    StateTransitionReason: 'User action',
    TumblingWindowInSeconds: settings.tumblingWindowInSeconds,
    UUID: mapping.uuid,
  };
}
