import { isSameScope, type Scope } from '../../aws/scope.ts';
import type { ChangeSettings, ResourceSettings } from '../../kinesis/resource-settings.ts';
import { parseConsumerArn, parseStreamArn, streamNotFound } from '../../kinesis/stream.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { namedConsumer } from './named-consumer.ts';
import { agreeing, invalidArgument } from './named-stream.ts';

/** A stream or a consumer, as far as both are alike. */
export interface Resource {
  /** @throws KinesisError StreamNotFound, ConsumerNotFound */
  describe(): ResourceSettings;
  /** @throws KinesisError StreamNotFound, ConsumerNotFound, and what the change throws */
  change(change: ChangeSettings): Promise<void>;
}

/**
 * The stream or the consumer that a request means by its ARN.
 *
 * @throws AwsError InvalidArgumentException when it is neither's
 * @throws KinesisError StreamNotFound, ConsumerNotFound when it is one of another account or region
 */
export function namedResource(
  streams: Streams,
  { ResourceARN, StreamId }: { ResourceARN: string; StreamId?: string | undefined },
  scope: Scope,
): Resource {
  if (parseConsumerArn(ResourceARN)) {
    const naming = namedConsumer(streams, { ConsumerARN: ResourceARN, StreamId }, scope);
    return {
      describe: () => streams.consumers.describe(scope, naming),
      change: (change) => streams.consumers.change(scope, naming, change),
    };
  }
  const arn = parseStreamArn(ResourceARN);
  if (!arn) throw invalidArgument(`${ResourceARN} is not the ARN of a stream or a consumer.`);
  const { streamName } = arn;
  if (!isSameScope(arn, scope)) throw streamNotFound(streamName, arn.account);
  if (StreamId !== undefined) agreeing(streams.nameOf(scope, StreamId), streamName);
  return {
    describe: () => streams.describe(scope, streamName),
    change: (change) => streams.changes.changeSettings(scope, streamName, change),
  };
}
