/** Everything that can be wrong with what is put into metrics or asked of them. */
export type MetricErrorCode =
  | 'InvalidParameterValue'
  | 'InvalidParameterCombination'
  | 'MissingParameter'
  | 'InvalidNextToken'
  /** What GetMetricData answers where the other operations tell more (observed on AWS). */
  | 'ValidationError';

export class MetricError extends Error {
  readonly code: MetricErrorCode;

  constructor(code: MetricErrorCode, message: string) {
    super(message);
    this.name = code;
    this.code = code;
  }
}
