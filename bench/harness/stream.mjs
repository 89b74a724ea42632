import { awsRequest, callAws } from './aws-request.mjs';
import { HttpConnection } from './http-connection.mjs';
import { waitFor } from './wait.mjs';

const kinesis = (operation) => ({ service: 'kinesis', operation });

/** Creates a stream, and waits until it can be used. */
export async function createStream(port, StreamName, ShardCount) {
  await callAws(port, kinesis('CreateStream'), { StreamName, ShardCount });
  await waitFor(`Stream ${StreamName}`, async () => {
    const { StreamDescriptionSummary } = await callAws(port, kinesis('DescribeStreamSummary'), {
      StreamName,
    });
    return StreamDescriptionSummary.StreamStatus === 'ACTIVE' ? true : undefined;
  });
}

/**
 * The first pages of a stream's first shard: the iterator, how many records, and the bytes answered
 * (the body itself of the first one only). A server may answer shorter pages than it was asked for.
 */
export async function firstPages(port, { StreamName, Limit, pages }) {
  const { ShardIterator } = await callAws(port, kinesis('GetShardIterator'), {
    StreamName,
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'TRIM_HORIZON',
  });
  const connection = new HttpConnection(port);
  const found = [];
  for (let iterator = ShardIterator; found.length < pages; ) {
    const answer = await connection.send(
      awsRequest(kinesis('GetRecords'), { ShardIterator: iterator, Limit }),
    );
    const body = answer.body();
    const { Records, NextShardIterator } = JSON.parse(body.toString());
    if (!Records?.length) throw new Error(`Page ${found.length} is empty: ${body.slice(0, 200)}`);
    const first = found.length === 0 ? { body } : {};
    found.push({
      iterator,
      records: Records.length,
      bytes: answer.bodyBytes,
      limit: Limit,
      ...first,
    });
    iterator = NextShardIterator;
  }
  connection.close();
  return found;
}
