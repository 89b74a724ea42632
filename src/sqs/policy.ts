import { LIMITS } from './limits.ts';
import { missing } from './message-check.ts';
import { invalidParameter, QueueError } from './queue-error.ts';

/** What AddPermission is asked for. */
export interface Permission {
  /** Names the statement. */
  readonly label: string;
  /** Accounts of AWS, twelve digits each. */
  readonly accountIds: readonly string[];
  /** Names of operations, or `*`. */
  readonly actions: readonly string[];
}

interface Policy {
  readonly Statement?: unknown;
}

/** What others than the owner may be allowed to do (Amazon SQS developer guide, permissions). */
const ACTIONS = [
  '*',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
];

/**
 * The policy with one more statement. Its form was observed on AWS, like the text for a label that
 * is taken; the other texts were reported, but that for the form of a label, which is our own.
 *
 * @param policy the policy so far, as JSON text
 * @throws QueueError InvalidParameterValue, MissingParameter or OverLimit
 */
export function addPermission(
  policy: string | undefined,
  queueArn: string,
  permission: Permission,
): string {
  checkPermission(permission);
  const { label, accountIds, actions } = permission;
  const before = policy === undefined ? newPolicy(queueArn) : parsePolicy(policy);
  const statements = statementsOf(before);
  if (statements.some(hasLabel(label))) throw invalidLabel(label, 'Already exists.');
  const added = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrAll(accountIds.map((id) => `arn:aws:iam::${id}:root`)) },
    Action: oneOrAll(actions.map((action) => `SQS:${action}`)),
    Resource: queueArn,
  };
  return JSON.stringify({ ...before, Statement: [...statements, added] });
}

/**
 * The policy without the statement of that label; undefined when no other is left.
 *
 * @throws QueueError InvalidParameterValue when there is none; the text was observed on AWS for a
 *   queue without a policy, and reported for one with a policy
 */
export function removePermission(policy: string | undefined, label: string): string | undefined {
  const before = policy === undefined ? {} : parsePolicy(policy);
  const statements = statementsOf(before);
  const left = statements.filter((statement) => !hasLabel(label)(statement));
  if (left.length === statements.length) {
    const where = policy === undefined ? '' : ' on existing policy';
    throw invalidLabel(label, `can't find label${where}.`);
  }
  return left.length === 0 ? undefined : JSON.stringify({ ...before, Statement: left });
}

/**
 * Checks that a text is a JSON object. What it allows is not looked at: nothing here enforces it.
 *
 * @throws QueueError InvalidAttributeValue; the text was reported of AWS
 */
export function parsePolicy(text: string): Policy {
  const value = parseJson(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new QueueError('InvalidAttributeValue', 'Invalid value for the parameter Policy.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As AWS begins one. */
function newPolicy(queueArn: string): Policy {
  return { Version: '2008-10-17', Id: `${queueArn}/SQSDefaultPolicy`, Statement: [] } as Policy;
}

/** One statement may stand without a list around it. */
function statementsOf({ Statement = [] }: Policy): unknown[] {
  return Array.isArray(Statement) ? Statement : [Statement];
}

const hasLabel = (label: string) => (statement: unknown) =>
  (statement as { Sid?: unknown } | null)?.Sid === label;

function checkPermission({ label, accountIds, actions }: Permission): void {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(label)) {
    const reason = 'Can only include alphanumeric characters, hyphens, or underscores.';
    throw invalidLabel(label, `${reason} 1 to 80 in length`);
  }
  if (actions.length === 0) throw missing('Actions');
  if (accountIds.length === 0 || accountIds.some((id) => !/^\d{12}$/.test(id))) {
    throw invalidParameter('PrincipalId', `[${accountIds.join(', ')}]`, 'Unable to verify.');
  }
  if (actions.length > LIMITS.permissionActions) {
    throw new QueueError(
      'OverLimit',
      `${actions.length} Actions were found, maximum allowed is ${LIMITS.permissionActions}.`,
    );
  }
  const forbidden = actions.find((action) => !ACTIONS.includes(action));
  if (forbidden === undefined) return;
  throw invalidParameter(
    'ActionName',
    `SQS:${forbidden}`,
    'Only the queue owner is allowed to invoke this action.',
  );
}

function invalidLabel(label: string, reason: string): QueueError {
  return invalidParameter('Label', label, reason);
}

/** A list of one stands without the list, as on AWS. */
function oneOrAll(texts: readonly string[]): string | readonly string[] {
  return texts.length === 1 ? (texts[0] as string) : texts;
}
