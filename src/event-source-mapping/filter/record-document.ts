import { JsonNumber, JsonTextError, type JsonValue, parseJsonText } from './json-text.ts';

/** What a filter can look at in a record. */
export interface FilterableRecord {
  readonly data: Uint8Array;
  readonly partitionKey: string;
  readonly sequenceNumber: string;
  /** When the stream received it: milliseconds since the Unix epoch. */
  readonly approximateArrivalTimestamp: number;
}

/** The data of a record that is not JSON: no pattern for data matches it. */
export const NOT_JSON = Symbol('not JSON');

/**
 * The metadata of a record, next to its data: so the Lambda developer guide of 2023 and, with
 * the keys that begin with `event`, the EventBridge user guide for pipes. The timestamp is in
 * seconds, as in the event that the function is given.
 */
const METADATA: ReadonlyMap<string, (record: FilterableRecord) => JsonValue> = new Map([
  ['partitionKey', (record: FilterableRecord) => record.partitionKey],
  ['sequenceNumber', (record: FilterableRecord) => record.sequenceNumber],
  [
    'approximateArrivalTimestamp',
    (record: FilterableRecord): JsonValue =>
      new JsonNumber(String(record.approximateArrivalTimestamp / 1000)),
  ],
  ['kinesisSchemaVersion', () => '1.0'],
  ['eventSource', () => 'aws:kinesis'],
  ['eventVersion', () => '1.0'],
  ['eventName', () => 'aws:kinesis:record'],
]);

/** Metadata at the same level that tells of the shard, the stream or the function. */
export const NOT_KNOWN_HERE: readonly string[] = [
  'eventID',
  'invokeIdentityArn',
  'awsRegion',
  'eventSourceARN',
];

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A record as patterns see it. Its data is decoded when first asked for, and once. */
export class RecordDocument {
  readonly #record: FilterableRecord;
  #data?: JsonValue | typeof NOT_JSON;

  constructor(record: FilterableRecord) {
    this.#record = record;
  }

  get(name: string): JsonValue | typeof NOT_JSON | undefined {
    if (name !== 'data') return METADATA.get(name)?.(this.#record);
    if (this.#data === undefined) this.#data = readData(this.#record.data);
    return this.#data;
  }
}

function readData(data: Uint8Array): JsonValue | typeof NOT_JSON {
  const text = decode(data);
  if (text === undefined) return NOT_JSON;
  try {
    return parseJsonText(text);
  } catch (error) {
    if (error instanceof JsonTextError) return NOT_JSON;
    throw error;
  }
}

function decode(data: Uint8Array): string | undefined {
  try {
    return utf8.decode(data);
  } catch {
    return undefined;
  }
}
