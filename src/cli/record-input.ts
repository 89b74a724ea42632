import { UsageError } from './usage-error.ts';

/** A record to be put. */
export interface RecordInput {
  readonly data: Uint8Array;
  readonly partitionKey?: string;
  readonly explicitHashKey?: string;
}

/**
 * Reads records: either the form that the AWS CLI takes (`[{"Data": <Base64>, "PartitionKey": …}]`,
 * or the same under `"Records"`), or one record's data on each line, whatever bytes they are.
 *
 * @throws UsageError when the text looks like the first form and is none
 */
export function readRecords(input: Buffer): RecordInput[] {
  const awsRecords = awsForm(input.toString());
  if (awsRecords) return awsRecords.map(fromAws);
  return linesOf(input)
    .filter((line) => line.toString('latin1').trim() !== '')
    .map((data) => ({ data }));
}

const [LINE_FEED, CARRIAGE_RETURN] = [10, 13];

/** The lines without their ends. */
function linesOf(input: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < input.length; ) {
    const found = input.indexOf(LINE_FEED, start);
    const end = found === -1 ? input.length : found;
    const hasReturn = end > start && input[end - 1] === CARRIAGE_RETURN;
    lines.push(input.subarray(start, hasReturn ? end - 1 : end));
    start = end + 1;
  }
  return lines;
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
