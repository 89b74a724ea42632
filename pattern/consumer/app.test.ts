import type { KinesisStreamRecord } from 'aws-lambda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { handler } from './app.ts';

const HYDROGEN = { AtomicNumber: 1, Element: 'Hydrogen', Symbol: 'H', AtomicMass: 1.008 };
const HELIUM = { AtomicNumber: 2, Element: 'Helium', Symbol: 'He', AtomicMass: 4.0026 };
const BAD_BORON = { AtomicNumber: 5, Element: 'Boron', Symbol: 'B', AtomicMass: '10.81' };

let lines: unknown[];
beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(JSON.parse(line)));
});
afterEach(() => vi.restoreAllMocks());

test('each record is logged as one line of JSON: its sequence number and its content', async () => {
  await handler({ Records: [record('100', HYDROGEN), record('101', HELIUM)] });
  expect(lines).toEqual([
    { message: 'Record processed', sequenceNumber: '100', content: HYDROGEN },
    { message: 'Record processed', sequenceNumber: '101', content: HELIUM },
  ]);
});

test('a bad record fails the batch, and the error says which record and what is wrong', async () => {
  const batch = { Records: [record('100', BAD_BORON)] };
  await expect(handler(batch)).rejects.toMatchObject({
    name: 'InvalidElementError',
    message: 'Record 100: AtomicMass: expected a number, found "10.81"',
  });
});

test('records before the bad one are processed, those after it are not', async () => {
  const batch = { Records: [record('1', HYDROGEN), record('2', BAD_BORON), record('3', HELIUM)] };
  await expect(handler(batch)).rejects.toThrow('Record 2:');
  expect(lines).toMatchObject([{ sequenceNumber: '1' }]);
});

test('data that was encoded twice is a bad record', async () => {
  const once = Buffer.from(JSON.stringify(HYDROGEN)).toString('base64');
  const twice = Buffer.from(once).toString('base64');
  const batch = { Records: [withData('7', twice)] };
  await expect(handler(batch)).rejects.toThrow('Record 7: expected JSON, found "eyJ');
});

test('an empty batch is no error', async () => {
  await handler({ Records: [] });
  expect(lines).toEqual([]);
});

function record(sequenceNumber: string, content: unknown): KinesisStreamRecord {
  return withData(sequenceNumber, Buffer.from(JSON.stringify(content)).toString('base64'));
}

function withData(sequenceNumber: string, data: string): KinesisStreamRecord {
  return {
    awsRegion: 'us-east-1',
    eventID: `shardId-000000000000:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    eventSource: 'aws:kinesis',
    eventSourceARN: 'arn:aws:kinesis:us-east-1:123456789012:stream/DataActivityKinesisStream',
    eventVersion: '1.0',
    invokeIdentityArn: 'arn:aws:iam::123456789012:role/KinesisDataStreamProcessorRole',
    kinesis: {
      approximateArrivalTimestamp: 1_545_084_650.987,
      data,
      kinesisSchemaVersion: '1.0',
      partitionKey: 'elements',
      sequenceNumber,
    },
  };
}
