import type { KinesisClient, PutRecordsRequestEntry } from '@aws-sdk/client-kinesis';
import type { RecordInput } from './record-input.ts';
import { UsageError } from './usage-error.ts';

/** What one PutRecords request may carry (Kinesis API reference). */
const MOST_RECORDS = 500;
const MOST_BYTES = 10 * 1024 * 1024;

/** How often a record is put again that the stream turned down. */
const MOST_ROUNDS = 5;

export interface PutSummary {
  readonly sequenceNumbers: readonly string[];
}

/**
 * Puts records in as few requests as their order and the limits allow, and again those that the
 * stream turned down.
 *
 * @throws UsageError when the stream does not take them, with the reason
 */
export async function putAll(
  client: KinesisClient,
  streamName: string,
  records: readonly (RecordInput & { readonly partitionKey: string })[],
): Promise<PutSummary> {
  const sequenceNumbers: string[] = [];
  for (const group of groups(records.map(entry))) {
    sequenceNumbers.push(...(await putGroup(client, streamName, group)));
  }
  return { sequenceNumbers };
}

async function putGroup(
  client: KinesisClient,
  streamName: string,
  group: readonly PutRecordsRequestEntry[],
): Promise<string[]> {
  const { PutRecordsCommand } = await import('@aws-sdk/client-kinesis');
  const sequenceNumbers: string[] = [];
  let waiting = group;
  let reason = '';
  for (let round = 0; round < MOST_ROUNDS && waiting.length > 0; round++) {
    const command = new PutRecordsCommand({ StreamName: streamName, Records: [...waiting] });
    const { Records: results = [] } = await client.send(command).catch((error: Error) => {
      throw new UsageError(`${streamName} took no record: ${reasonOf(error)}`, { cause: error });
    });
    for (const result of results) {
      if (result.SequenceNumber) sequenceNumbers.push(result.SequenceNumber);
      else reason = `${result.ErrorCode}: ${result.ErrorMessage}`;
    }
    waiting = waiting.filter((_, index) => results[index]?.ErrorCode);
  }
  if (waiting.length === 0) return sequenceNumbers;
  throw new UsageError(`${streamName} turned down ${waiting.length} records: ${reason}`);
}

/** What went wrong, in words that say what to do where nothing answers. */
function reasonOf(error: Error): string {
  const text = `${error.message || error.name}`;
  if (!/ECONNREFUSED|ENOTFOUND/.test(text)) return text;
  return 'nothing answers at the endpoint. Start one with `sluicebox up`, or give --endpoint-url.';
}

function entry({ data, partitionKey, explicitHashKey }: RecordInput & { partitionKey: string }) {
  return {
    Data: data,
    PartitionKey: partitionKey,
    ...(explicitHashKey !== undefined && { ExplicitHashKey: explicitHashKey }),
  };
}

function* groups(entries: readonly PutRecordsRequestEntry[]): Iterable<PutRecordsRequestEntry[]> {
  let group: PutRecordsRequestEntry[] = [];
  let bytes = 0;
  for (const one of entries) {
    const size = (one.Data?.byteLength ?? 0) + Buffer.byteLength(one.PartitionKey ?? '');
    if (group.length === MOST_RECORDS || (group.length > 0 && bytes + size > MOST_BYTES)) {
      yield group;
      [group, bytes] = [[], 0];
    }
    group.push(one);
    bytes += size;
  }
  if (group.length > 0) yield group;
}
