import { invalidParameter } from '../../sqs/queue-error.ts';
import type { RedriveAllowPolicy, RedrivePolicy } from '../../sqs/redrive-policy.ts';

/** What the Amazon SQS API reference gives as the default. */
const DEFAULT_MAX_RECEIVE_COUNT = 10;

const PERMISSIONS = ['allowAll', 'denyAll', 'byQueue'] as const;

/**
 * Reads a redrive policy; `maxReceiveCount` may be a number or, as many clients write it, a text.
 *
 * @throws QueueError InvalidParameterValue
 */
export function parseRedrivePolicy(text: string): RedrivePolicy {
  const policy = parseMap('RedrivePolicy', text);
  const { deadLetterTargetArn, maxReceiveCount = DEFAULT_MAX_RECEIVE_COUNT } = policy;
  if (typeof deadLetterTargetArn !== 'string') {
    throw invalidParameter(
      'RedrivePolicy',
      text,
      'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.',
    );
  }
  return { deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) };
}

/**
 * Reads which queues may name a queue as their dead-letter queue.
 *
 * @throws QueueError InvalidParameterValue
 */
export function parseRedriveAllowPolicy(text: string): RedriveAllowPolicy {
  const { redrivePermission, sourceQueueArns } = parseMap('RedriveAllowPolicy', text);
  const permission = PERMISSIONS.find((known) => known === redrivePermission);
  if (!permission) {
    throw invalidParameter(
      'RedriveAllowPolicy',
      text,
      `redrivePermission must be one of ${PERMISSIONS.join(', ')}.`,
    );
  }
  if (sourceQueueArns === undefined) return { redrivePermission: permission };
  if (!Array.isArray(sourceQueueArns) || sourceQueueArns.some((arn) => typeof arn !== 'string')) {
    throw invalidParameter('RedriveAllowPolicy', text, 'sourceQueueArns must be a list of ARNs.');
  }
  return { redrivePermission: permission, sourceQueueArns };
}

function parseMap(attribute: string, text: string): Record<string, unknown> {
  const value = parseJson(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw invalidParameter(attribute, text, 'Redrive policy is not a valid JSON map.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
