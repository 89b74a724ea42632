import { KinesisError } from './kinesis-error.ts';
import type { ResourceSettings } from './resource-settings.ts';
import { type Stream, streamArnOf } from './stream.ts';

/** A registered consumer as the store keeps it. */
export interface ConsumerDefinition extends ResourceSettings {
  readonly consumerName: string;
  /** Whole seconds: they are part of its ARN. */
  readonly createdAtSeconds: number;
}

/** A consumer with a throughput of its own (enhanced fan-out). It is active as soon as it exists. */
export interface ConsumerDescription extends ResourceSettings {
  readonly consumerName: string;
  readonly consumerArn: string;
  readonly streamArn: string;
  readonly status: 'ACTIVE';
  readonly createdAtMs: number;
}

/** Names a consumer of a stream. */
export interface ConsumerNaming {
  readonly streamName: string;
  readonly consumerName: string;
  /** From the ARN: then an earlier consumer of the same name is not meant. */
  readonly createdAtSeconds?: number | undefined;
}

/** Describes a consumer for those outside. */
export function describeConsumer(
  { scope, definition }: Stream,
  { consumerName, createdAtSeconds, tags, policy }: ConsumerDefinition,
): ConsumerDescription {
  const streamArn = streamArnOf(scope, definition.streamName);
  return {
    consumerName,
    tags,
    policy,
    consumerArn: `${streamArn}/consumer/${consumerName}:${createdAtSeconds}`,
    streamArn,
    status: 'ACTIVE',
    createdAtMs: createdAtSeconds * 1000,
  };
}

/** The error for a consumer that does not exist. The text was observed on AWS, with a timestamp. */
export function consumerNotFound(
  { consumerName, streamName, createdAtSeconds }: ConsumerNaming,
  account: string,
): KinesisError {
  const when = createdAtSeconds === undefined ? '' : ` with creation timestamp ${createdAtSeconds}`;
  return new KinesisError(
    'ConsumerNotFound',
    `Consumer ${consumerName}${when} under stream: ${streamName}, account ${account} not found.`,
  );
}
