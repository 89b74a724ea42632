import type { Clock } from '../clock/clock.ts';
import { KinesisError } from '../kinesis/kinesis-error.ts';
import { parseStreamArn } from '../kinesis/stream.ts';
import type { Streams } from '../kinesis/streams.ts';
import type { Plan, PlannedConsumer } from '../template/plan.ts';
import { atPlace } from './at-place.ts';

/**
 * Tells a template when its consumers were registered, which their ARNs end with: the moment that is
 * kept for one that exists, and this moment for one that does not.
 */
export function consumerCreatedAt(
  streams: Streams,
  clock: Clock,
): (streamArn: string, consumerName: string) => number {
  return (streamArn, consumerName) => {
    const createdAtMs = existing(streams, streamArn, consumerName)?.createdAtMs ?? clock.now();
    return Math.floor(createdAtMs / 1000);
  };
}

/**
 * Registers the consumers of a template that are not there yet, under the ARNs that the rest of the
 * template was given for them.
 *
 * @throws Refusal for one that cannot be registered, because its stream is not there or has
 *   all the consumers that it can have
 */
export async function applyConsumers(
  streams: Streams,
  consumers: Plan['consumers'],
): Promise<void> {
  for (const planned of consumers) {
    if (existing(streams, planned.streamArn, planned.name)?.consumerArn === planned.arn) continue;
    await atPlace(planned.position, () => register(streams, planned));
  }
}

async function register(
  streams: Streams,
  { name: consumerName, streamArn, createdAtSeconds, tags }: PlannedConsumer,
): Promise<void> {
  const { account, region, streamName } = parseStreamArn(streamArn)!;
  const naming = { streamName, consumerName, createdAtSeconds, tags };
  await streams.consumers.register({ account, region }, naming);
}

function existing(streams: Streams, streamArn: string, consumerName: string) {
  const { account, region, streamName } = parseStreamArn(streamArn)!;
  try {
    return streams.consumers.describe({ account, region }, { streamName, consumerName });
  } catch (error) {
    if (error instanceof KinesisError) return undefined;
    throw error;
  }
}
