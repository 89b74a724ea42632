import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countThatFits,
  eventBytes,
  lambdaEvent,
  lambdaEventBytes,
  MAXIMUM_PAYLOAD_BYTES,
  payloadBytes,
  windowBytes,
} from './lambda-event.ts';
import type { StreamRecord } from './stream-record.ts';
import type { WindowInvocation } from './tumbling-window.ts';

const IDENTITY = {
  eventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
  shardId: 'shardId-000000000006',
  region: 'us-east-1',
  invokeIdentityArn: 'arn:aws:iam::000000000000:role/consumer',
};

const WINDOW: WindowInvocation = {
  startMs: Date.parse('2026-07-30T17:00:00Z'),
  endMs: Date.parse('2026-07-30T17:05:00Z'),
  state: '{"sum":"ü"}',
  isFinalInvokeForWindow: true,
  isWindowTerminatedEarly: false,
};

test('the event has the shape and the order of keys that AWS sends (rules 4.1.1, 4.1.2, 4.1.3, 4.1.5)', () => {
  const record = {
    sequenceNumber: '4954',
    partitionKey: 'k"ü',
    data: Buffer.from('hello'),
    approximateArrivalTimestamp: 1_789_808_386_800,
  };
  expect(lambdaEvent([record], IDENTITY)).toBe(
    '{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"k\\"ü",' +
      '"sequenceNumber":"4954","data":"aGVsbG8=","approximateArrivalTimestamp":1789808386.8},' +
      '"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000006:4954",' +
      '"eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::000000000000:role/consumer",' +
      '"awsRegion":"us-east-1","eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/orders"}]}',
  );
});

/** The event as an object, the slow way. */
const modelOf = (records: readonly StreamRecord[], identity: typeof IDENTITY) =>
  records.map(({ partitionKey, sequenceNumber, data, approximateArrivalTimestamp }) => ({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey,
      sequenceNumber,
      data: Buffer.from(data).toString('base64'),
      approximateArrivalTimestamp: approximateArrivalTimestamp / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${identity.shardId}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: identity.invokeIdentityArn,
    awsRegion: identity.region,
    eventSourceARN: identity.eventSourceArn,
  }));

test('the bytes of an event are those of its JSON, and as many as were counted, whatever keys and role', () => {
  const records = fc.array(
    fc.record({
      sequenceNumber: fc.bigInt({ min: 0n, max: 10n ** 56n }).map(String),
      partitionKey: fc.oneof(
        fc.constant('plain'),
        fc.string({ minLength: 1, maxLength: 9, unit: 'binary' }),
      ),
      data: fc.uint8Array({ maxLength: 9 }),
      approximateArrivalTimestamp: fc.nat(2 ** 41),
    }),
    { maxLength: 3 },
  );
  const roles = fc.constantFrom(IDENTITY.invokeIdentityArn, 'arn:aws:iam::000000000000:role/für');
  fc.assert(
    fc.property(records, roles, fc.constantFrom(undefined, WINDOW), (batch, role, window) => {
      const identity = { ...IDENTITY, invokeIdentityArn: role };
      const bytes = lambdaEventBytes(batch, identity, { window });
      const text = lambdaEvent(batch, identity, window);
      expect(Buffer.from(bytes).toString()).toBe(text);
      const Records = JSON.stringify(modelOf(batch, identity));
      expect(text.slice(0, 11 + Records.length)).toBe(`{"Records":${Records}`);
      if (window === undefined) expect(text).toBe(`{"Records":${Records}}`);
      else expect(JSON.parse(text)).toMatchObject({ state: JSON.parse(window.state) });
      const recordBytes = batch.reduce((sum, record) => sum + eventBytes(record, identity), 0);
      expect(bytes.byteLength).toBe(payloadBytes(recordBytes, windowBytes(identity, window)));
    }),
  );
});

test.each(['\u0001', '\ud800', '"', 'ü', '\u20ac', '\u{1f600}'])(
  'an event is whole whose keys are of %j alone, and whose time is the longest',
  (character) => {
    const batch = Array.from({ length: 3 }, (_, index) => ({
      sequenceNumber: String(index),
      partitionKey: character.repeat(256),
      data: new Uint8Array(index),
      approximateArrivalTimestamp: Number.MAX_SAFE_INTEGER,
    }));
    const text = `{"Records":${JSON.stringify(modelOf(batch, IDENTITY))}}`;
    expect(lambdaEvent(batch, IDENTITY)).toBe(text);
  },
);

test('as many records fit as make an event of at most 6 MB, to the byte (rule 2.2.7)', () => {
  const anyRecord: fc.Arbitrary<StreamRecord> = fc.record({
    sequenceNumber: fc.bigInt({ min: 10n ** 55n, max: 10n ** 56n - 1n }).map(String),
    partitionKey: fc.string({ minLength: 1, maxLength: 256, unit: 'grapheme' }),
    data: fc.nat(2 ** 21).map((bytes) => new Uint8Array(bytes)),
    approximateArrivalTimestamp: fc.nat(2 ** 41),
  });
  fc.assert(
    fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 8 }), (records) => {
      const count = countThatFits(records, IDENTITY);
      const bytes = (n: number) => Buffer.byteLength(lambdaEvent(records.slice(0, n), IDENTITY));
      if (count > 0) expect(bytes(count)).toBeLessThanOrEqual(MAXIMUM_PAYLOAD_BYTES);
      if (count < records.length) expect(bytes(count + 1)).toBeGreaterThan(MAXIMUM_PAYLOAD_BYTES);
    }),
    { numRuns: 40 },
  );
});

describe('with a tumbling window', () => {
  test('the event has its state and what it is, behind the records (rule 4.2)', () => {
    expect(lambdaEvent([], IDENTITY, WINDOW)).toBe(
      '{"Records":[],"shardId":"shardId-000000000006",' +
        '"eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/orders",' +
        '"window":{"start":"2026-07-30T17:00:00Z","end":"2026-07-30T17:05:00Z"},' +
        '"state":{"sum":"ü"},"isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false}',
    );
  });

  test.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('the extras count, to the byte, final %s, early %s (rule 2.2.7)', (final, early) => {
    const flags = { isFinalInvokeForWindow: final, isWindowTerminatedEarly: early };
    const window = { ...WINDOW, ...flags };
    const bytes = Buffer.byteLength(lambdaEvent([], IDENTITY, window));
    expect(payloadBytes(0, windowBytes(IDENTITY, window))).toBe(bytes);
  });
});
