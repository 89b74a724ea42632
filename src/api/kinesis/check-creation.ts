import type { Scope } from '../../aws/scope.ts';
import { streamNotFound } from '../../kinesis/stream.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { summarizedStream } from './described.ts';

/**
 * Refuses a stream that was not created when the request says, so that an earlier stream of the same
 * name is not taken for it.
 *
 * @throws KinesisError StreamNotFound
 */
export function checkCreation(
  streams: Streams,
  createdAtMs: number | undefined,
  { streamName, scope }: { streamName: string; scope: Scope },
): void {
  if (createdAtMs === undefined) return;
  const { StreamCreationTimestamp } = summarizedStream(streams.describe(scope, streamName));
  if (Math.floor(createdAtMs / 1000) * 1000 === StreamCreationTimestamp) return;
  throw streamNotFound(streamName, scope.account);
}
