import { parseFilterCriteria } from './filter/filter-criteria.ts';
import { FILTER_LIMITS } from './filter/filter-limits.ts';
import { FilterPatternError } from './filter/filter-pattern-error.ts';

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
  readonly onFailureDestinationArn?: string | undefined;
  readonly maximumBatchingWindowInSeconds: number;
  readonly parallelizationFactor: number;
  /** 0: no tumbling windows. */
  readonly tumblingWindowInSeconds: number;
  /** Filter patterns, of which a record must match one; none: every record is wanted. */
  readonly filterPatterns: readonly string[];
  /** Which metrics of its own the mapping keeps. */
  readonly metrics: readonly 'EventCount'[];
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
  filterPatterns: [],
  metrics: [],
};

/** The least age that can be set; the API's model admits less, its prose does not. */
const LEAST_RECORD_AGE_SECONDS = 60;

/** What is wrong with settings that are each within their range; empty when nothing is. */
export function settingsProblems(settings: EventSourceMappingSettings): string[] {
  const { maximumRecordAgeInSeconds: age, filterPatterns } = settings;
  const { tumblingWindowInSeconds, parallelizationFactor } = settings;
  const problems: string[] = [];
  if (age >= 0 && age < LEAST_RECORD_AGE_SECONDS) {
    problems.push(`MaximumRecordAgeInSeconds must be -1, or between 60 and 604800, not ${age}.`);
  }
  if (tumblingWindowInSeconds > 0) {
    // AWS refuses these together (observed on AWS; its texts are not known).
    if (parallelizationFactor > 1)
      problems.push(windowTogetherWith('a ParallelizationFactor over 1'));
    if (filterPatterns.length > 0) problems.push(windowTogetherWith('FilterCriteria'));
  }
  if (filterPatterns.length > FILTER_LIMITS.filtersWithRaisedQuota) {
    problems.push(
      `A mapping has at most ${FILTER_LIMITS.filtersWithRaisedQuota} filters, not ${filterPatterns.length}.`,
    );
  }
  return [...problems, ...filterProblem(filterPatterns)];
}

const windowTogetherWith = (what: string) =>
  `A tumbling window cannot be used together with ${what}.`;

function filterProblem(patterns: readonly string[]): string[] {
  try {
    parseFilterCriteria(patterns);
    return [];
  } catch (error) {
    if (!(error instanceof FilterPatternError)) throw error;
    return [error.message];
  }
}
