import { parseArn } from '../aws/arn.ts';
import type { Failure } from './failure.ts';
import { FailuresError } from './failures-error.ts';

/** Which failures a person wants to see; what is absent does not matter. */
export interface FailureFilter {
  readonly sinceMs?: number | undefined;
  readonly condition?: string | undefined;
  /** A function's name, or its ARN with or without the qualifier. */
  readonly functionName?: string | undefined;
  readonly shardId?: string | undefined;
}

export function matchesFilter(failure: Failure, filter: FailureFilter): boolean {
  const { sinceMs = 0, condition = failure.condition, functionName } = filter;
  const { shardId = failure.shardId } = filter;
  return (
    failure.failedAtMs >= sinceMs &&
    failure.condition === condition &&
    (functionName === undefined || isFunction(failure, functionName)) &&
    failure.shardId === shardId
  );
}

function isFunction({ functionArn }: Failure, wanted: string): boolean {
  if (functionArn === wanted || functionArn.startsWith(`${wanted}:`)) return true;
  const [, name = '', qualifier] = (parseArn(functionArn)?.resource ?? '').split(':');
  return wanted === name || wanted === `${name}:${qualifier}`;
}

/**
 * The failures of these ids, which may be cut short as long as they fit one only.
 *
 * @throws FailuresError for an id that fits none, or several
 */
export function failuresById(failures: readonly Failure[], ids: readonly string[]): Failure[] {
  const chosen = ids.map((id) => {
    const fitting = failures.filter((failure) => failure.id.startsWith(id.toLowerCase()));
    const [first] = fitting;
    if (first && fitting.length === 1) return first;
    const problem = first
      ? `${fitting.length} failure messages begin with`
      : 'No failure message is';
    throw new FailuresError(
      'NotFound',
      `${problem} '${id}': \`sluicebox failures list\` shows all.`,
    );
  });
  return [...new Set(chosen)];
}
