import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { RecordInput } from '../record-input.ts';
import type { FailureMessage } from './failure-message.ts';
import type { Attempt, Discard } from './observation.ts';

/** The parts of the pattern, under the names that its template gives them. */
export const STREAM = 'DataActivityKinesisStream';
export const QUEUE = 'AnomalyDataQueue';

/** The template's maximum of retries, and the first attempt. */
const MOST_ATTEMPTS = 1 + 5;

/** A record as the stream gave it back. */
export interface StoredRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly arrivedAt: Date;
  readonly data: string;
}

/** What was seen of the records of a scenario; the sequence numbers in the order of the put. */
export interface Seen {
  readonly sequenceNumbers: readonly string[];
  readonly attempts: readonly Attempt[];
  readonly discards: readonly Discard[];
}

/** What is wrong with what was seen when all records are good; empty when nothing is. */
export function checkGoodRecords({ sequenceNumbers, attempts, discards }: Seen): string[] {
  const problems: string[] = [];
  if (attempts.length !== 1)
    problems.push(`one invocation was due, and ${attempts.length} were seen`);
  if (!attempts.every((attempt) => attempt.hasSucceeded)) problems.push('an invocation failed');
  const processed = attempts.flatMap((attempt) => attempt.sequenceNumbers);
  if (!sameTexts(processed, sequenceNumbers)) problems.push('not all records were processed once');
  if (discards.length > 0) problems.push('records were given up');
  return problems;
}

/** What is wrong with what was seen of a good record followed by a bad one. */
export function checkPoisonPill({ sequenceNumbers, attempts, discards }: Seen): string[] {
  const [good, bad] = sequenceNumbers as [string, string];
  const seen = attempts.map(({ sequenceNumbers: numbers, attempt, hasSucceeded }) =>
    [numbers.join('+'), attempt, hasSucceeded].join(),
  );
  const alone = Array.from({ length: MOST_ATTEMPTS }, (_, index) => [bad, index + 1, false].join());
  const expected = [[`${good}+${bad}`, 1, false].join(), [good, 1, true].join(), ...alone];
  const problems: string[] = [];
  if (!sameTexts(seen, expected)) {
    problems.push(
      'the batch was due to be split, the good half processed, and the bad one tried ' +
        `${MOST_ATTEMPTS} times, but the attempts were ${JSON.stringify(seen)}`,
    );
  }
  const [discard] = discards;
  if (discards.length !== 1 || !discard || !sameTexts(discard.sequenceNumbers, [bad])) {
    problems.push('exactly the bad record was due to be given up');
  }
  return problems;
}

/** What is wrong with the failure message, and with the record that it led to. */
export function checkFailure(
  bad: { readonly sequenceNumber: string; readonly input: RecordInput },
  message: FailureMessage | undefined,
  record: StoredRecord | undefined,
): string[] {
  if (!message) return [`no message about ${bad.sequenceNumber} is in ${QUEUE}`];
  const { requestContext, KinesisBatchInfo: range } = message.body;
  const problems: string[] = [];
  if (requestContext.condition !== 'RetryAttemptsExhausted') problems.push('another condition');
  if (requestContext.approximateInvokeCount !== MOST_ATTEMPTS) problems.push('another count');
  if (range.batchSize !== 1 || range.endSequenceNumber !== bad.sequenceNumber) {
    problems.push('the message stands for other records');
  }
  if (record?.sequenceNumber !== bad.sequenceNumber) problems.push('another record was found');
  if (record?.data !== Buffer.from(bad.input.data).toString())
    problems.push('other data was found');
  return problems;
}

/** Fetches the first record of the range that a failure message names. */
export async function fetchRecord(
  client: KinesisClient,
  { body }: FailureMessage,
): Promise<StoredRecord | undefined> {
  const kinesis = await import('@aws-sdk/client-kinesis');
  const { shardId, startSequenceNumber } = body.KinesisBatchInfo;
  const { ShardIterator } = await client.send(
    new kinesis.GetShardIteratorCommand({
      StreamName: STREAM,
      ShardId: shardId,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: startSequenceNumber,
    }),
  );
  const { Records = [] } = await client.send(
    new kinesis.GetRecordsCommand({ ShardIterator, Limit: 1 }),
  );
  const [record] = Records;
  if (!record?.Data || !record.ApproximateArrivalTimestamp) return undefined;
  return {
    sequenceNumber: record.SequenceNumber ?? '',
    partitionKey: record.PartitionKey ?? '',
    arrivedAt: record.ApproximateArrivalTimestamp,
    data: Buffer.from(record.Data).toString(),
  };
}

const sameTexts = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((text, index) => text === others[index]);
