import { accountedForOnce } from './accounted-for-once.ts';
import { backOff } from './back-off.ts';
import { batchAsForetold } from './batch-as-foretold.ts';
import { batchLimits } from './batch-limits.ts';
import { batchingWindow } from './batching-window.ts';
import { caughtUp } from './caught-up.ts';
import { checkpointPassesNothing } from './checkpoint-passes-nothing.ts';
import { childrenAfterParents } from './children-after-parents.ts';
import { failureRecordIsTrue } from './failure-record-is-true.ts';
import { inOrderPerKey } from './in-order-per-key.ts';
import type { Invariant } from './invariant.ts';
import { nothingTooOld } from './nothing-too-old.ts';
import { oneBatchPerLane } from './one-batch-per-lane.ts';
import { refusedDeliveryIsTold } from './refused-delivery-is-told.ts';
import { requestIdOfOneBatch } from './request-id-of-one-batch.ts';
import { retryBudget } from './retry-budget.ts';
import { startsWhereTold } from './starts-where-told.ts';
import { stopKeepsProgress } from './stop-keeps-progress.ts';
import { windowClosedOnce } from './window-closed-once.ts';
import { windowState } from './window-state.ts';
import { windowStored } from './window-stored.ts';

/** Every law that a history is held against; of several that it breaks, the first is named. */
export const INVARIANTS: readonly Invariant[] = [
  stopKeepsProgress,
  startsWhereTold,
  batchLimits,
  nothingTooOld,
  accountedForOnce,
  batchAsForetold,
  retryBudget,
  requestIdOfOneBatch,
  backOff,
  oneBatchPerLane,
  inOrderPerKey,
  childrenAfterParents,
  batchingWindow,
  windowState,
  windowClosedOnce,
  failureRecordIsTrue,
  checkpointPassesNothing,
  windowStored,
  refusedDeliveryIsTold,
  caughtUp,
];
