import { UsageError } from './usage-error.ts';

/** A record to be put. */
export interface RecordInput {
  readonly data: Uint8Array;
  readonly partitionKey?: string;
  readonly explicitHashKey?: string;
}

/**
 * Reads records from text: either the form that the AWS CLI takes (`[{"Data": <Base64>,
 * "PartitionKey": …}]`, or the same under `"Records"`), or one record's data on each line.
 *
 * @throws UsageError when the text looks like the first form and is none
 */
export function readRecords(text: string): RecordInput[] {
  const awsRecords = awsForm(text);
  if (awsRecords) return awsRecords.map(fromAws);
  return text
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '')
    .map((line) => ({ data: Buffer.from(line) }));
}

function awsForm(text: string): unknown[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // several lines of JSON, or no JSON at all
  }
  const list = Array.isArray(value) ? value : (value as { Records?: unknown } | null)?.Records;
  const isAws = Array.isArray(list) && list.some((item) => item && Object.hasOwn(item, 'Data'));
  return isAws ? list : undefined;
}

function fromAws(item: unknown, index: number): RecordInput {
  const { Data, PartitionKey, ExplicitHashKey } = (item ?? {}) as Record<string, unknown>;
  const place = `Record ${index + 1}`;
  if (typeof Data !== 'string' || !isBase64(Data)) {
    throw new UsageError(`${place}: Data must be Base64 text, as AWS CLI 2 takes it.`);
  }
  if (typeof PartitionKey !== 'string') throw new UsageError(`${place}: PartitionKey is missing.`);
  return {
    data: Buffer.from(Data, 'base64'),
    partitionKey: PartitionKey,
    ...(typeof ExplicitHashKey === 'string' && { explicitHashKey: ExplicitHashKey }),
  };
}

const isBase64 = (text: string) => Buffer.from(text, 'base64').toString('base64') === text;
