import type {
  KinesisClient,
  PutRecordsRequestEntry,
  PutRecordsResultEntry,
} from '@aws-sdk/client-kinesis';
import { asError } from '../event-source-mapping/as-error.ts';
import { endpointProblem } from './aws-target.ts';
import type { RecordInput } from './record-input.ts';
import { UsageError } from './usage-error.ts';

/** What one PutRecords request may carry (Kinesis API reference). */
const MOST_RECORDS = 500;
const MOST_BYTES = 10 * 1024 * 1024;

/** How often it is tried again while the stream takes none of the records that are left. */
const MOST_IN_VAIN = 5;
/** How long the first wait is; each one in vain doubles it. A shard takes so much a second. */
const FIRST_PAUSE_MS = 200;

interface PutOptions {
  readonly streamName: string;
  readonly records: readonly (RecordInput & { readonly partitionKey: string })[];
  /** Waits so many milliseconds before records are put again. */
  readonly pause: (pauseMs: number) => Promise<void>;
  /** Called with the sequence numbers of records that are put, in the order of these. */
  readonly onPut: (sequenceNumbers: readonly string[]) => void;
}

/**
 * Puts records in as few requests as their order and the limits allow, and again, after growing
 * pauses, those that the stream turned down, for as long as it takes some of them.
 *
 * @throws UsageError when the stream does not take all of them, with the reason
 */
export async function putAll(
  client: Pick<KinesisClient, 'send'>,
  { streamName, records, pause, onPut }: PutOptions,
): Promise<void> {
  const { PutRecordsCommand } = await import('@aws-sdk/client-kinesis');
  const put = async (entries: PutRecordsRequestEntry[]) => {
    const command = new PutRecordsCommand({ StreamName: streamName, Records: entries });
    return (await client.send(command)).Records ?? [];
  };
  let count = 0;
  for (const group of groups(records.map(entry))) {
    const sequenceNumbers: string[] = Array(group.length).fill('');
    const error = await putGroup(group, { sequenceNumbers, put, pause }).catch(asError);
    const known = sequenceNumbers.filter((sequenceNumber) => sequenceNumber !== '');
    count += known.length;
    onPut(known);
    if (!error) continue;
    const taken = count === 0 ? 'no record' : `${count} of ${records.length} records and no more`;
    throw new UsageError(`${streamName} took ${taken}: ${reasonOf(error)}`, { cause: error });
  }
}

interface GroupOptions extends Pick<PutOptions, 'pause'> {
  /** Filled in as the records are put. */
  readonly sequenceNumbers: string[];
  readonly put: (entries: PutRecordsRequestEntry[]) => Promise<PutRecordsResultEntry[]>;
}

/** @throws what the client throws, and an Error when the stream takes none again and again */
async function putGroup(
  group: readonly PutRecordsRequestEntry[],
  { sequenceNumbers, put, pause }: GroupOptions,
): Promise<undefined> {
  let waiting = [...group.keys()];
  for (let inVain = 0; ; ) {
    const results = await put(waiting.map((index) => group[index] as PutRecordsRequestEntry));
    for (const [place, index] of waiting.entries())
      sequenceNumbers[index] = results[place]?.SequenceNumber ?? '';
    const left = waiting.filter((index) => sequenceNumbers[index] === '');
    if (left.length === 0) return undefined;
    inVain = left.length < waiting.length ? 0 : inVain + 1;
    if (inVain === MOST_IN_VAIN) {
      const { ErrorCode, ErrorMessage } = results[0] ?? {};
      throw new Error(`${ErrorCode}: ${ErrorMessage}`);
    }
    await pause(FIRST_PAUSE_MS * 2 ** inVain);
    waiting = left;
  }
}

/** What went wrong, in words that say what to do where there is no endpoint. */
function reasonOf(error: Error): string {
  const problem = endpointProblem(error, 'the endpoint');
  if (problem === undefined) return error.message || error.name;
  return `${problem} Start one with \`sluicebox up\`, or give --endpoint-url.`;
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
