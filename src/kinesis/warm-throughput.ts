import { KinesisError } from './kinesis-error.ts';
import { LIMITS } from './limits.ts';
import type { StreamMode } from './stream.ts';

/**
 * Checks whether a stream may be told how much it must be ready to take: only one that is on demand,
 * in an account that has committed itself, up to 10 GiB a second (Kinesis API reference,
 * UpdateStreamWarmThroughput). The texts are our own.
 *
 * @throws KinesisError NotForThisMode, InvalidArgument, LimitExceeded
 */
export function checkWarmThroughput(
  warmThroughputMiBps: number | undefined,
  { streamName, mode, isCommitted }: { streamName: string; mode: StreamMode; isCommitted: boolean },
): void {
  if (warmThroughputMiBps === undefined) return;
  if (mode !== 'ON_DEMAND') {
    throw new KinesisError(
      'NotForThisMode',
      `Warm throughput cannot be set: stream ${streamName} is of the mode ${mode}.`,
    );
  }
  if (!isCommitted) {
    throw new KinesisError(
      'InvalidArgument',
      'Warm throughput needs MinimumThroughputBillingCommitment to be enabled for the account.',
    );
  }
  const most = LIMITS.warmThroughputMiBps;
  if (warmThroughputMiBps <= most) return;
  const message = `The warm throughput of a stream can be ${most} MiB a second at most.`;
  throw new KinesisError('LimitExceeded', message);
}
