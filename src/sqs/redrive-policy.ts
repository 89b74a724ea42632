import { formatArn, parseArn } from '../aws/arn.ts';
import { isSameScope, type Scope } from '../aws/scope.ts';
import { LIMITS } from './limits.ts';
import { invalidParameter } from './queue-error.ts';

/** When a message has failed too often, and where it goes then. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  /** How often a message is received before the next attempt moves it, 1 to 1000. */
  readonly maxReceiveCount: number;
}

/** Which queues may name this one as their dead-letter queue. */
export interface RedriveAllowPolicy {
  readonly redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  /** With `byQueue` only, at most 10. */
  readonly sourceQueueArns?: readonly string[];
}

/** A queue that may be named as a dead-letter queue, as far as that is decided by its settings. */
interface PossibleTarget {
  readonly record: {
    readonly settings: {
      readonly redriveAllowPolicy?: RedriveAllowPolicy;
      readonly fifoQueue?: true;
    };
  };
}

/** What a redrive policy is checked against. */
export interface RedriveCheck {
  /** The queue that is to have the policy. */
  readonly scope: Scope;
  readonly name: string;
  readonly isFifo: boolean;
  readonly findByArn: (arn: string) => PossibleTarget | undefined;
}

/**
 * Checks that a policy names a queue of the same account, region and type that takes messages from
 * this one (Amazon SQS developer guide, dead-letter queues; the text for types was reported).
 *
 * @throws QueueError InvalidParameterValue
 */
export function checkRedrivePolicy(policy: RedrivePolicy, check: RedriveCheck): void {
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  const refuse = (reason: string) =>
    invalidParameter('RedrivePolicy', JSON.stringify(policy), reason);
  const target = parseArn(deadLetterTargetArn);
  const sourceArn = formatArn(check.scope, 'sqs', check.name);
  const isNear = target !== undefined && isSameScope(target, check.scope);
  if (!isNear || target.service !== 'sqs' || deadLetterTargetArn === sourceArn) {
    throw refuse('Invalid value for deadLetterTargetArn.');
  }
  const isCount = Number.isInteger(maxReceiveCount) && maxReceiveCount >= 1;
  if (!isCount || maxReceiveCount > LIMITS.maxReceiveCount) {
    throw refuse(
      `Invalid value for maxReceiveCount: ${maxReceiveCount}, ` +
        `valid values are from 1 to ${LIMITS.maxReceiveCount} both inclusive.`,
    );
  }
  const queue = check.findByArn(deadLetterTargetArn);
  if (!queue) throw refuse('Dead letter target does not exist.');
  if ((queue.record.settings.fifoQueue === true) !== check.isFifo) {
    throw refuse('Dead-letter queue must be same type of queue as the source.');
  }
  if (!allows(queue.record.settings.redriveAllowPolicy, sourceArn)) {
    throw refuse('The redrive allow policy of the dead letter target does not allow this queue.');
  }
}

function allows(policy: RedriveAllowPolicy | undefined, sourceArn: string): boolean {
  if (!policy || policy.redrivePermission === 'allowAll') return true;
  return policy.redrivePermission === 'byQueue' && !!policy.sourceQueueArns?.includes(sourceArn);
}

/**
 * Checks that a policy lists queues if, and only if, it allows by queue.
 *
 * @throws QueueError InvalidParameterValue
 */
export function checkRedriveAllowPolicy(policy: RedriveAllowPolicy): void {
  const count = policy.sourceQueueArns?.length ?? 0;
  const isByQueue = policy.redrivePermission === 'byQueue';
  if (isByQueue ? count >= 1 && count <= LIMITS.sourceQueueArns : count === 0) return;
  throw invalidParameter(
    'RedriveAllowPolicy',
    JSON.stringify(policy),
    `sourceQueueArns must list 1 to ${LIMITS.sourceQueueArns} queues with redrivePermission ` +
      'byQueue, and be absent otherwise.',
  );
}
