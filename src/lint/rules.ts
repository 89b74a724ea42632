import type { Rule } from './rule.ts';
import { batchOverPayloadLimit } from './rules/batch-over-payload-limit.ts';
import { bisectOff } from './rules/bisect-off.ts';
import { constantPartitionKey } from './rules/constant-partition-key.ts';
import { endlessRetries } from './rules/endless-retries.ts';
import { fifoDestination } from './rules/fifo-destination.ts';
import { functionDeadLetterQueue } from './rules/function-dead-letter-queue.ts';
import { itemFailuresNotEnabled } from './rules/item-failures-not-enabled.ts';
import { logGroupNotWired } from './rules/log-group-not-wired.ts';
import { logGroupWithoutRetention } from './rules/log-group-without-retention.ts';
import { noFailureDestination } from './rules/no-failure-destination.ts';
import { noFailureQueueAlarm } from './rules/no-failure-queue-alarm.ts';
import { noIteratorAgeAlarm } from './rules/no-iterator-age-alarm.ts';
import { noMaximumAge } from './rules/no-maximum-age.ts';
import { permissionMissing } from './rules/permission-missing.ts';
import { permissionRedundant } from './rules/permission-redundant.ts';
import { queueForgetsEarly } from './rules/queue-forgets-early.ts';
import { queueOutlivesStream } from './rules/queue-outlives-stream.ts';
import { startingAtLatest } from './rules/starting-at-latest.ts';
import { timeoutNearRecordAge } from './rules/timeout-near-record-age.ts';

/** All rules, those first that cost the most when they are broken. */
export const RULES: readonly Rule[] = [
  endlessRetries,
  noFailureDestination,
  itemFailuresNotEnabled,
  permissionMissing,
  fifoDestination,
  noMaximumAge,
  bisectOff,
  queueOutlivesStream,
  queueForgetsEarly,
  functionDeadLetterQueue,
  startingAtLatest,
  timeoutNearRecordAge,
  batchOverPayloadLimit,
  constantPartitionKey,
  noIteratorAgeAlarm,
  noFailureQueueAlarm,
  logGroupNotWired,
  logGroupWithoutRetention,
  permissionRedundant,
];
