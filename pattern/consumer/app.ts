import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { InvalidElementError, parseElement } from './element.ts';

/**
 * Processes one batch of DataActivityKinesisStream. It stops at the first record that it cannot
 * process, and fails: what becomes of the batch then is the event source mapping's to decide
 * (template.yaml says how). Records before the bad one are handed to it again, with the batch or
 * with a half of it, so processing a record twice must do no harm.
 */
export async function handler(event: KinesisStreamEvent): Promise<void> {
  for (const record of event.Records) processRecord(record);
}

function processRecord({ kinesis }: KinesisStreamRecord): void {
  const { sequenceNumber } = kinesis;
  try {
    const content = parseElement(Buffer.from(kinesis.data, 'base64'));
    console.log(JSON.stringify({ message: 'Record processed', sequenceNumber, content }));
  } catch (error) {
    if (!(error instanceof InvalidElementError)) throw error;
    throw new InvalidElementError(`Record ${sequenceNumber}: ${error.message}`, { cause: error });
  }
}
