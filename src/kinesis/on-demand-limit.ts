import type { Scope } from '../aws/scope.ts';
import { KinesisError } from './kinesis-error.ts';
import { LIMITS } from './limits.ts';
import type { Stream } from './stream.ts';

/** How many of some streams are on demand. */
export const onDemandCount = (streams: readonly Stream[]): number =>
  streams.filter(({ definition }) => definition.mode === 'ON_DEMAND').length;

/**
 * Refuses another on-demand stream where the account has as many in the region as it may (default
 * quota). The text is our own.
 *
 * @throws KinesisError LimitExceeded
 */
export function checkOnDemandLimit(streams: readonly Stream[], { account, region }: Scope): void {
  const most = LIMITS.onDemandStreams;
  if (onDemandCount(streams) < most) return;
  const message = `The account ${account} can have ${most} on-demand streams in ${region}.`;
  throw new KinesisError('LimitExceeded', message);
}
