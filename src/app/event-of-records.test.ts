import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { eventBytes, lambdaEvent, payloadBytes } from '../event-source-mapping/lambda-event.ts';
import { startedEncryption } from '../kinesis/stream-encryption.ts';
import { Streams } from '../kinesis/streams.ts';
import { Events } from '../observe/events.ts';
import { seededRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';

const scope = { account: '123456789012', region: 'us-east-1' };
const IDENTITY = {
  eventSourceArn: 'arn:aws:kinesis:us-east-1:123456789012:stream/orders',
  shardId: 'shardId-000000000000',
  region: 'us-east-1',
  invokeIdentityArn: 'arn:aws:iam::123456789012:role/für',
};

const entry = fc.record({
  data: fc.uint8Array({ maxLength: 60 }),
  partitionKey: fc.oneof(
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  ),
});
const puts = fc.array(fc.array(entry, { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 4,
});

test('an event of records as they are kept is the event of records as objects', async () => {
  await fc.assert(
    fc.asyncProperty(puts, fc.boolean(), fc.nat(2000), async (given, isEncrypted, lastsMs) => {
      const world = { random: seededRandom(1), events: new Events() };
      const clock = new ManualClock(1_789_808_386_800);
      const streams = new Streams({ store: new MemoryStore(), clock, ...world });
      await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
      if (isEncrypted)
        await streams.changes.change(scope, 'orders', (stream, nowMs) =>
          startedEncryption(stream, 'alias/aws/kinesis', nowMs),
        );
      for (const entries of given) {
        await streams.putRecords(scope, 'orders', entries);
        clock.advance(lastsMs);
      }
      const { records } = streams.readShard({
        ...{ scope, streamName: 'orders', shardId: IDENTITY.shardId },
        position: { type: 'TRIM_HORIZON' },
      });
      expect(records).toHaveLength(given.flat().length);
      const asObjects = records.map((record) => ({
        sequenceNumber: record.sequenceNumber,
        partitionKey: record.partitionKey,
        data: record.data,
        approximateArrivalTimestamp: record.approximateArrivalTimestamp,
      }));
      const event = lambdaEvent(records, IDENTITY);
      expect(event).toBe(lambdaEvent(asObjects, IDENTITY));
      const bytes = records.reduce((sum, record) => sum + eventBytes(record, IDENTITY), 0);
      expect(Buffer.byteLength(event)).toBe(payloadBytes(bytes, 0));
    }),
  );
});
