import type { _Record } from '@aws-sdk/client-kinesis';

/** What a test says of a failure message; all else is as an event source mapping would say it. */
export interface FailureMessage {
  readonly streamArn: string;
  readonly start: string;
  readonly end: string;
  readonly shardId?: string;
  readonly records?: number;
  readonly requestId?: string;
  /** When the first and the last record arrived, and when the message was sent. */
  readonly firstArrival?: Date;
  readonly lastArrival?: Date;
  readonly failedAt?: Date;
}

/** Later than any test: what arrived then has not expired. */
const FAR = new Date('2100-01-01T00:00:00.000Z');

/** The text of a failure message, as Lambda sends it to a queue (Lambda developer guide). */
export function failureMessage(about: FailureMessage): string {
  const { failedAt = FAR, lastArrival = failedAt, firstArrival = lastArrival } = about;
  return JSON.stringify({
    requestContext: {
      requestId: about.requestId ?? 'r',
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:consumer',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 1,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: failedAt.toISOString(),
    KinesisBatchInfo: {
      shardId: about.shardId ?? 'shardId-000000000000',
      startSequenceNumber: about.start,
      endSequenceNumber: about.end,
      approximateArrivalOfFirstRecord: firstArrival.toISOString(),
      approximateArrivalOfLastRecord: lastArrival.toISOString(),
      batchSize: about.records ?? 1,
      streamArn: about.streamArn,
    },
  });
}

/** The message about these records of a shard, which is sent a second after the last of them. */
export function messageAbout(
  records: readonly _Record[],
  about: Pick<FailureMessage, 'streamArn' | 'shardId' | 'requestId'>,
): string {
  const [first, last] = [records[0], records.at(-1)];
  const lastArrival = last?.ApproximateArrivalTimestamp ?? FAR;
  return failureMessage({
    ...about,
    start: first?.SequenceNumber ?? '',
    end: last?.SequenceNumber ?? '',
    records: records.length,
    lastArrival,
    firstArrival: first?.ApproximateArrivalTimestamp ?? FAR,
    failedAt: new Date(lastArrival.getTime() + 1000),
  });
}
