import { parseArn } from '../aws/arn.ts';
import type { Clock } from '../clock/clock.ts';
import { awsCall, codeOf } from './aws-call.ts';
import type { AwsClients } from './aws-clients.ts';
import type { StreamNow } from './expiry.ts';
import { type Failure, type Hydrate, streamArnOf } from './failure.ts';
import { FailuresError } from './failures-error.ts';
import { type HydratePorts, hydrateWith } from './hydrate.ts';
import type { RecordPage } from './shard-reads.ts';

export interface StreamReader {
  readonly hydrate: Hydrate;
  /** Asked once for each stream. Undefined when there is none of that name. */
  readonly streamNow: (failure: Failure) => Promise<StreamNow | undefined>;
}

export interface StreamReaderOptions {
  readonly clock: Clock;
  readonly onThrottled?: HydratePorts['onThrottled'];
}

/** Reads records back through the AWS SDK. */
export function streamReader(clients: AwsClients, options: StreamReaderOptions): StreamReader {
  const known = new Map<string, Promise<StreamNow | undefined>>();
  const streamNow = (failure: Failure) => {
    const streamArn = streamArnOf(failure);
    const asked = known.get(streamArn) ?? describe(clients, streamArn);
    known.set(streamArn, asked);
    return asked;
  };
  const hydrate = hydrateWith({
    ...options,
    streamNow,
    iterator: (failure) => iteratorOf(clients, failure),
    read: (failure, iterator) => read(clients, failure, iterator),
  });
  return { hydrate, streamNow };
}

async function describe(clients: AwsClients, streamArn: string): Promise<StreamNow | undefined> {
  const [client, region] = await Promise.all([clients.kinesis(), clients.region()]);
  const arn = parseArn(streamArn);
  if (arn && arn.region !== region) {
    const advice = `Give --region ${arn.region}.`;
    throw new FailuresError('Invalid', `${streamArn} is in another region. ${advice}`);
  }
  const { DescribeStreamSummaryCommand } = await import('@aws-sdk/client-kinesis');
  try {
    const { StreamDescriptionSummary: summary } = await awsCall(
      `Describing ${streamArn}`,
      client.send(new DescribeStreamSummaryCommand({ StreamARN: streamArn })),
    );
    return {
      retentionPeriodHours: summary?.RetentionPeriodHours ?? 24,
      createdAtMs: summary?.StreamCreationTimestamp?.getTime() ?? 0,
    };
  } catch (error) {
    if (codeOf(error) === 'NotFound') return undefined;
    throw error;
  }
}

async function iteratorOf(clients: AwsClients, failure: Failure) {
  const client = await clients.kinesis();
  const { GetShardIteratorCommand } = await import('@aws-sdk/client-kinesis');
  const command = new GetShardIteratorCommand({
    StreamARN: streamArnOf(failure),
    ShardId: failure.shardId,
    ShardIteratorType: 'AT_SEQUENCE_NUMBER',
    StartingSequenceNumber: failure.startSequenceNumber,
  });
  try {
    const what = `Reading ${failure.shardId} of ${streamArnOf(failure)}`;
    const { ShardIterator: iterator = '' } = await awsCall(what, client.send(command));
    return { iterator };
  } catch (error) {
    // The stream is there: what is missing is its shard.
    if (codeOf(error) === 'NotFound') return { missing: 'shard-gone' } as const;
    // A number that this shard never gave out: the stream was made anew.
    const { cause } = error as FailuresError;
    if ((cause as Error)?.name === 'InvalidArgumentException') {
      return { missing: 'not-found' } as const;
    }
    throw error;
  }
}

async function read(
  clients: AwsClients,
  failure: Failure,
  iterator: string,
): Promise<RecordPage | 'throttled'> {
  const client = await clients.kinesis();
  const { GetRecordsCommand } = await import('@aws-sdk/client-kinesis');
  const streamArn = streamArnOf(failure);
  const command = new GetRecordsCommand({ ShardIterator: iterator, StreamARN: streamArn });
  try {
    const page = await awsCall(`Reading ${failure.shardId} of ${streamArn}`, client.send(command));
    return {
      records: (page.Records ?? []).map((record) => ({
        sequenceNumber: record.SequenceNumber ?? '',
        partitionKey: record.PartitionKey ?? '',
        data: record.Data ?? new Uint8Array(),
        approximateArrivalTimestamp: record.ApproximateArrivalTimestamp?.getTime() ?? 0,
      })),
      nextIterator: page.NextShardIterator,
      millisBehindLatest: page.MillisBehindLatest ?? 0,
    };
  } catch (error) {
    if (codeOf(error) === 'Throttled') return 'throttled';
    throw error;
  }
}
