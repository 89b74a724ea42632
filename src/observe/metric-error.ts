/** Everything that can be wrong with what is put into metrics and alarms, or asked of them. */
export type MetricErrorCode =
  | 'InvalidParameterValue'
  | 'InvalidParameterCombination'
  | 'MissingParameter'
  | 'InvalidNextToken'
  | 'InvalidFormat'
  | 'ResourceNotFound'
  /** What the operations of tags have for the same (public API model). */
  | 'ResourceNotFoundException'
  /** What GetMetricData answers where the other operations tell more (observed on AWS). */
  | 'ValidationError';

export class MetricError extends Error {
  readonly code: MetricErrorCode;

  constructor(code: MetricErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = code;
    this.code = code;
  }
}
