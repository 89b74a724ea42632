/**
 * The settings of an event source mapping that reads a Kinesis stream, under the names and in the
 * units of the Lambda API reference (CreateEventSourceMapping).
 */
export interface EventSourceMappingSettings {
  readonly batchSize: number;
  readonly bisectBatchOnFunctionError: boolean;
  /** -1: no limit. */
  readonly maximumRetryAttempts: number;
  /** -1: no limit but the stream's retention. */
  readonly maximumRecordAgeInSeconds: number;
  readonly functionResponseTypes: readonly 'ReportBatchItemFailures'[];
  /** The ARN of the on-failure destination. */
  readonly onFailureDestinationArn?: string;
  readonly maximumBatchingWindowInSeconds: number;
  readonly parallelizationFactor: number;
  readonly tumblingWindowInSeconds: number;
}

/** What a mapping has that says nothing else (recorded on AWS). */
export const DEFAULT_SETTINGS: EventSourceMappingSettings = {
  batchSize: 100,
  bisectBatchOnFunctionError: false,
  maximumRetryAttempts: -1,
  maximumRecordAgeInSeconds: -1,
  functionResponseTypes: [],
  maximumBatchingWindowInSeconds: 0,
  parallelizationFactor: 1,
  tumblingWindowInSeconds: 0,
};

/** Settings that AWS has and this version does not carry out, with the only value it accepts. */
const NOT_CARRIED_OUT = [
  ['maximumBatchingWindowInSeconds', 'MaximumBatchingWindowInSeconds', 0],
  ['parallelizationFactor', 'ParallelizationFactor', 1],
  ['tumblingWindowInSeconds', 'TumblingWindowInSeconds', 0],
] as const;

/** What is wrong with settings that this version would have to ignore; empty when nothing is. */
export function settingsNotCarriedOut(settings: EventSourceMappingSettings): string[] {
  return NOT_CARRIED_OUT.filter(([name, , only]) => settings[name] !== only).map(
    ([name, awsName, only]) =>
      `${awsName} ${settings[name]} is not supported yet; the only value it can have is ${only}.`,
  );
}
