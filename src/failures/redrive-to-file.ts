import { closeSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { appendSynced } from './append-synced.ts';
import { type Failure, type HydratedRecord, streamArnOf } from './failure.ts';
import { FailuresError } from './failures-error.ts';
import {
  type RedriveAddress,
  type RedriveTarget,
  SENT,
  type SendOutcome,
} from './redrive-target.ts';

const PORTION = 500;

/** A file of records that takes them until it is disposed of. */
export interface FileTarget extends RedriveTarget, Disposable {}

/** What the ledger calls the file at `path`, an absolute one. */
export const fileAudience = (path: string) => `file ${path}`;

/**
 * Writes records to a file, one JSON object a line, in the AWS CLI's names. The file is new, or was
 * begun by an earlier redrive with the same ledger: nothing in it is overwritten. A line that was
 * torn when its writer was killed is cut off.
 *
 * @param path absolute
 * @throws FailuresError `Unwritable`, also when the file is there and was not begun by that ledger
 */
export function fileTarget(path: string, { begunBefore }: { begunBefore: boolean }): FileTarget {
  const file = openFile(path, begunBefore ? 'a+' : 'ax+');
  const text = readFileSync(file, 'utf8');
  const address = fileAddress(path, text);
  ftruncateSync(file, Buffer.byteLength(wholeLines(text)));
  return {
    ...address,
    portions: (_, records) => portionsOf(records),
    async send(failure, records, names) {
      const lines = records.map((record, index) => lineOf(failure, record, `${names[index]}`));
      const outcome = append(file, lines.join(''));
      return records.map(() => outcome);
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

function openFile(path: string, flags: string): number {
  try {
    return openSync(path, flags, 0o600);
  } catch (error) {
    const { message } = error as Error;
    throw new FailuresError('Unwritable', `${path} takes no records: ${message}.`, {
      cause: error,
    });
  }
}

/**
 * The file as an address, when nothing is to be written yet: `text` is what it holds.
 *
 * @throws FailuresError `Invalid` when it holds what no redrive wrote
 */
export function fileAddress(path: string, text: string): RedriveAddress {
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  if (!torn.startsWith(LINE_START) && !LINE_START.startsWith(torn)) throw foreign(lines.length);
  const there = new Set(lines.map(keyOfLine));
  return {
    nameFor: () => path,
    audienceOf: () => fileAudience(path),
    equivalentAudiences: () => [],
    arrived: (record, failure) => there.has(keyOf(streamArnOf(failure), eventId(failure, record))),
  };
}

/** With what every line of ours begins. */
const LINE_START = '{"Data":"';

const foreign = (index: number, cause?: unknown) =>
  new FailuresError(
    'Invalid',
    `Line ${index + 1} of the file is none that a redrive wrote; give another --out.`,
    { cause },
  );

const wholeLines = (text: string) => text.slice(0, text.lastIndexOf('\n') + 1);

function portionsOf(records: readonly HydratedRecord[]): HydratedRecord[][] {
  const count = Math.ceil(records.length / PORTION);
  return Array.from({ length: count }, (_, index) =>
    records.slice(index * PORTION, (index + 1) * PORTION),
  );
}

/** As Lambda names a record to a function: its shard and its sequence number. */
const eventId = ({ shardId }: Failure, name: string) => `${shardId}:${name}`;

const keyOf = (streamArn: string, id: string) => `${streamArn} ${id}`;

function lineOf(failure: Failure, record: HydratedRecord, name: string): string {
  const line = {
    Data: Buffer.from(record.data).toString('base64'),
    PartitionKey: record.partitionKey,
    ExplicitHashKey: record.explicitHashKey,
    SequenceNumber: record.sequenceNumber,
    ApproximateArrivalTimestamp: new Date(record.approximateArrivalTimestamp).toISOString(),
    EventID: eventId(failure, name),
    StreamARN: streamArnOf(failure),
    FailureID: failure.id,
  };
  return `${JSON.stringify(line)}\n`;
}

function append(file: number, text: string): SendOutcome {
  try {
    appendSynced(file, text);
    return SENT;
  } catch (error) {
    return { type: 'failed', reason: `It could not be written: ${(error as Error).message}` };
  }
}

function keyOfLine(line: string, index: number): string {
  try {
    const { StreamARN, EventID } = JSON.parse(line);
    return keyOf(StreamARN, EventID);
  } catch (cause) {
    throw foreign(index, cause);
  }
}
