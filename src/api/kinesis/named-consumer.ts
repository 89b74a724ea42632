import { isSameScope, type Scope } from '../../aws/scope.ts';
import {
  type ConsumerDescription,
  type ConsumerNaming,
  consumerNotFound,
} from '../../kinesis/consumer.ts';
import { parseConsumerArn } from '../../kinesis/stream.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { invalidArgument, namedStreamIfAny } from './named-stream.ts';

interface Naming {
  readonly StreamARN?: string | undefined;
  readonly StreamId?: string | undefined;
  readonly ConsumerName?: string | undefined;
  readonly ConsumerARN?: string | undefined;
}

/**
 * The consumer that a request means: by its ARN, by its stream's ARN and its name, or by all three
 * as long as they agree (Kinesis API reference).
 *
 * @throws AwsError InvalidArgumentException when it names none or two
 * @throws KinesisError ConsumerNotFound when the ARN is one of another account or region
 */
export function namedConsumer(streams: Streams, input: Naming, scope: Scope): ConsumerNaming {
  const streamName = namedStreamIfAny(streams, input, scope);
  const { ConsumerName: consumerName, ConsumerARN: text } = input;
  if (text === undefined) {
    if (streamName !== undefined && consumerName !== undefined) return { streamName, consumerName };
    throw invalidArgument('Either ConsumerARN or StreamARN and ConsumerName should be provided.');
  }
  const arn = parseConsumerArn(text);
  if (!arn) throw invalidArgument(`ConsumerARN ${text} is not the ARN of a consumer.`);
  const isSame =
    (consumerName ?? arn.consumerName) === arn.consumerName &&
    (streamName ?? arn.streamName) === arn.streamName;
  if (!isSame) {
    throw invalidArgument('ConsumerARN, ConsumerName and StreamARN name two different consumers.');
  }
  if (isSameScope(arn, scope)) return arn;
  throw consumerNotFound(arn, arn.account);
}

/** A consumer in AWS's words, without its stream. */
export function describedConsumer(consumer: ConsumerDescription) {
  return {
    ConsumerName: consumer.consumerName,
    ConsumerARN: consumer.consumerArn,
    ConsumerStatus: consumer.status,
    ConsumerCreationTimestamp: consumer.createdAtMs,
  };
}
