import { ManualClock } from '../../clock/manual-clock.ts';
import { Streams, type StreamsOptions } from '../../kinesis/streams.ts';
import { Events } from '../../observe/events.ts';
import { seededRandom } from '../../random/random.ts';
import { MemoryStore } from '../../store/memory-store.ts';
import { caller } from '../operation.suite.ts';
import type { RequestContext } from '../operation.ts';
import { kinesisService } from './service.ts';

/** The account and region of the client. */
export const scope = { account: '123456789012', region: 'us-east-1' };
/** The ARN of the stream `orders`, which `created` creates. */
export const ARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/orders';
/** The first shard of any stream. */
export const SHARD = 'shardId-000000000000';

/** Calls the operations of a new service as a client does, past the listener, at a fixed time. */
export function kinesisClient(options: Pick<StreamsOptions, 'limits'> = {}) {
  const clock = new ManualClock(Date.UTC(2015, 0, 22, 1, 22, 2) + 250);
  const events = new Events();
  const random = seededRandom(1);
  const world = { store: new MemoryStore(), clock, random, events };
  const service = kinesisService(new Streams({ ...world, ...options }));

  const call = caller(service, { scope });

  const created = (input: object = {}) =>
    call('CreateStream', { StreamName: 'orders', ShardCount: 1, ...input });

  const put = (key: string, data = key, context: Partial<RequestContext> = {}) => {
    const record = { StreamName: 'orders', PartitionKey: key, Data: Buffer.from(data) };
    return call('PutRecord', record, context);
  };

  async function iterator(ShardIteratorType: string, input: object = {}): Promise<string> {
    const request = { StreamName: 'orders', ShardId: SHARD, ShardIteratorType, ...input };
    return (await call('GetShardIterator', request)).ShardIterator;
  }

  /** The partition keys of the records that an iterator leads to. */
  async function keysFrom(ShardIterator: string): Promise<string> {
    const { Records } = await call('GetRecords', { ShardIterator });
    return Records.map((record: { PartitionKey: string }) => record.PartitionKey).join('');
  }

  return { clock, events, call, created, put, iterator, keysFrom };
}
