/** How many different events there are; they are shipped over and over. */
const EVENTS = 10;
const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/stream-1';

/**
 * Events as Lambda gives them to the consumer of a stream (AWS Lambda developer guide, "Using
 * Lambda to process records from Amazon Kinesis Data Streams"), as bytes of JSON.
 */
export function kinesisEvents({ batchSize, bytes }) {
  return Array.from({ length: EVENTS }, (_, event) => {
    const record = (_none, index) => kinesisRecord(event * batchSize + index, bytes);
    const Records = Array.from({ length: batchSize }, record);
    return Buffer.from(JSON.stringify({ Records }));
  });
}

function kinesisRecord(id, bytes) {
  const { length } = JSON.stringify({ id, payload: '' });
  const document = JSON.stringify({ id, payload: 'x'.repeat(bytes - length) });
  const sequenceNumber = String(
    49590338271490256608559692538361571095921575989136588898n + BigInt(id),
  );
  return {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: `key-${String(id).padStart(6, '0')}`,
      sequenceNumber,
      data: Buffer.from(document).toString('base64'),
      approximateArrivalTimestamp: 1_700_000_000.123,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `shardId-000000000000:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: 'arn:aws:iam::000000000000:role/consumer',
    awsRegion: 'us-east-1',
    eventSourceARN: STREAM,
  };
}
