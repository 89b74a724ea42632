/** A whole number within bounds, both inclusive. */
export interface NumberRule {
  /** AWS's name of the attribute or parameter. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/** Quotas of queues, from the Amazon SQS API reference and developer guide. */
export const LIMITS = {
  /** Messages received and neither deleted nor visible again, per queue. */
  inFlightMessages: 120_000,
  batchBytes: 1_048_576,
  messageAttributes: 10,
  messageAttributeNameLength: 256,
  /** From a receive until its message is visible again, all extensions included. */
  totalVisibilitySeconds: 43_200,
  /** Between two purges of one queue. */
  purgeIntervalSeconds: 60,
  /** From the deletion of a queue until its name can be used again. */
  nameReuseSeconds: 60,
  sourceQueueArns: 10,
  /** Actions that one statement of AddPermission may allow. */
  permissionActions: 7,
  maxReceiveCount: 1000,
  /** Message move tasks of one queue that are still told of; the quota of one answer. */
  moveTasks: 10,
} as const;

/** What one request may ask for. */
export const REQUEST_RULES = {
  maxMessages: { name: 'MaxNumberOfMessages', min: 1, max: 10 },
  waitSeconds: { name: 'WaitTimeSeconds', min: 0, max: 20 },
  visibilityTimeoutSeconds: { name: 'VisibilityTimeout', min: 0, max: 43_200 },
  delaySeconds: { name: 'DelaySeconds', min: 0, max: 900 },
  maxPerSecond: { name: 'MaxNumberOfMessagesPerSecond', min: 1, max: 500 },
  maxMoveTasks: { name: 'MaxResults', min: 1, max: 10 },
} as const satisfies Record<string, NumberRule>;

/** Whether `value` is a whole number within the rule's bounds. */
export function isWithin(rule: NumberRule, value: number): boolean {
  return Number.isInteger(value) && value >= rule.min && value <= rule.max;
}
