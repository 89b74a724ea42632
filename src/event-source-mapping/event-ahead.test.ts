import { describe, expect, test } from 'vitest';
import { EventAhead } from './event-ahead.ts';
import { EventMemory } from './event-memory.ts';
import { lambdaEventBytes } from './lambda-event.ts';
import type { StreamRecord } from './stream-record.ts';
import type { WindowInvocation } from './tumbling-window.ts';

const IDENTITY = {
  eventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
  shardId: 'shardId-000000000000',
  region: 'us-east-1',
  invokeIdentityArn: 'arn:aws:iam::000000000000:role/r',
};
const WINDOW: WindowInvocation = {
  startMs: 0,
  endMs: 1000,
  state: '{}',
  isFinalInvokeForWindow: false,
  isWindowTerminatedEarly: false,
};

let looks = 0;
/** A page of the records with these numbers, which count how often they are looked at. */
function pageOf(...numbers: number[]): StreamRecord[] {
  return numbers.map((number) => ({
    get sequenceNumber() {
      looks++;
      return String(number);
    },
    partitionKey: 'k',
    data: Buffer.from('data'),
    approximateArrivalTimestamp: 1_700_000_000_123,
  }));
}

/** How often records are looked at while `work` is done. */
function looksDuring(work: () => void): number {
  const before = looks;
  work();
  return looks - before;
}

/** Events whose last batch was a page as it was read, and the next page, which is prepared. */
function prepared() {
  const ahead = new EventAhead(IDENTITY, new EventMemory());
  const first = pageOf(1, 2);
  ahead.read(first);
  ahead.eventOf(first, undefined);
  const next = pageOf(3, 4, 5);
  ahead.prepare(next);
  ahead.read(next);
  return { ahead, next };
}

test('the event of a page that was prepared is not written again, and is what it would be', () => {
  const { ahead, next } = prepared();
  let event: Uint8Array | undefined;
  expect(
    looksDuring(() => {
      event = ahead.eventOf([...next], undefined);
    }),
  ).toBe(0);
  expect(event).toEqual(lambdaEventBytes(next, IDENTITY));
});

describe('is written when it is due, as it would be without', () => {
  test.each<[string, (next: StreamRecord[]) => [StreamRecord[], WindowInvocation | undefined]]>([
    ['a batch that begins elsewhere', (next) => [next.slice(1), undefined]],
    ['a batch that ends elsewhere', (next) => [next.slice(0, 2), undefined]],
    ['a batch with a record left out', (next) => [[next[0]!, next[2]!], undefined]],
    ['a batch of other records', (next) => [next.map((each) => ({ ...each })), undefined]],
    ['a batch with a window', (next) => [next, WINDOW]],
  ])('%s', (_, batchOf) => {
    const { ahead, next } = prepared();
    const [batch, window] = batchOf(next);
    expect(ahead.eventOf(batch, window)).toEqual(lambdaEventBytes(batch, IDENTITY, { window }));
    // And what comes behind it is not written ahead.
    expect(looksDuring(() => ahead.prepare(pageOf(6)))).toBe(0);
  });

  test('a page that was read otherwise than it was prepared', () => {
    const { ahead } = prepared();
    const read = pageOf(3, 4, 5, 6);
    ahead.read(read);
    expect(ahead.eventOf(read, undefined)).toEqual(lambdaEventBytes(read, IDENTITY));
  });
});

test('nothing is written ahead before a batch was a page', () => {
  const ahead = new EventAhead(IDENTITY, new EventMemory());
  expect(looksDuring(() => ahead.prepare(pageOf(1)))).toBe(0);
});
