import { AwsError } from '../../aws/aws-error.ts';
import { isSameScope, type Scope } from '../../aws/scope.ts';
import { parseStreamArn } from '../../kinesis/stream.ts';
import type { Streams } from '../../kinesis/streams.ts';

/** The members with which a request names a stream. */
interface StreamNaming {
  readonly StreamName?: string | undefined;
  readonly StreamARN?: string | undefined;
  readonly StreamId?: string | undefined;
}

/**
 * The name of the stream that a request means: by its name, its ARN, its id, or several of them.
 *
 * @throws AwsError InvalidArgumentException when it names none or two, ResourceNotFoundException
 *   when the ARN is one of another account or region
 * @throws KinesisError StreamNotFound for an id that no stream has
 */
export function namedStream(streams: Streams, input: StreamNaming, scope: Scope): string {
  const streamName = namedStreamIfAny(streams, input, scope);
  if (streamName !== undefined) return streamName;
  // Observed on AWS, as is the text for two names below.
  throw invalidArgument("Stream arn and stream name can't be empty at the same time");
}

/** The same for requests that may name no stream. */
export function namedStreamIfAny(
  streams: Streams,
  input: StreamNaming,
  scope: Scope,
): string | undefined {
  const streamName = namedByArn(input, scope);
  if (input.StreamId === undefined) return streamName;
  return agreeing(streams.nameOf(scope, input.StreamId), streamName);
}

/**
 * The name that an id stands for, which another name must not contradict. AWS reserves ids for later
 * use; here they work.
 */
export function agreeing(ofId: string, streamName: string | undefined): string {
  if (streamName === undefined || streamName === ofId) return ofId;
  throw invalidArgument(`The stream ${streamName} does not have that StreamId.`);
}

function namedByArn(input: StreamNaming, scope: Scope): string | undefined {
  if (input.StreamARN === undefined) return input.StreamName;
  const arn = parseStreamArn(input.StreamARN);
  if (!arn) throw invalidArgument(`StreamARN ${input.StreamARN} is not the ARN of a stream.`);
  const { streamName, account } = arn;
  if (input.StreamName !== undefined && input.StreamName !== streamName) {
    throw invalidArgument(
      `Input stream name ${input.StreamName} doesn't match the inferred name in stream arn ` +
        streamName,
    );
  }
  if (isSameScope(arn, scope)) return streamName;
  const message = `Stream ${streamName} under account ${account} not found.`;
  throw new AwsError('ResourceNotFoundException', message);
}

/** An error for a request that contradicts itself. */
export const invalidArgument = (message: string): AwsError =>
  new AwsError('InvalidArgumentException', message);
