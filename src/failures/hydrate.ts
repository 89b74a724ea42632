import { isOtherStream, type StreamNow } from './expiry.ts';
import {
  type Failure,
  type Hydrate,
  type HydratedRecord,
  type Hydration,
  type Missing,
  streamArnOf,
} from './failure.ts';
import { payloadRecords } from './payload-records.ts';
import { rangeBounds, shardEndText } from './range-bounds.ts';
import { type ReadPorts, type RecordPage, ShardReads } from './shard-reads.ts';

/** What reading a range takes of Kinesis. */
export interface HydratePorts extends ReadPorts {
  /** Undefined when there is no such stream. */
  readonly streamNow: (failure: Failure) => Promise<StreamNow | undefined>;
  /** AT_SEQUENCE_NUMBER the start of the range; or why there is none. */
  readonly iterator: (
    failure: Failure,
  ) => Promise<{ readonly iterator: string } | { readonly missing: Missing }>;
}

/**
 * So many pages in a row may say that nothing is behind them. A clock that stands still makes many
 * say so; on a busy shard there is always one more, which cannot be of the range.
 */
const MOST_PAGES_AT_TIP = 8;

const TEXTS: Readonly<Record<Missing, string>> = {
  none: '',
  expired: 'The records are past the retention of the stream.',
  'partly-expired': 'The first records of the range are past the retention of the stream.',
  'stream-gone': 'The stream is gone, or another one has its name now.',
  'shard-gone': 'The shard is gone: all it held is past the retention of the stream.',
  'no-range': 'The final invoke of a tumbling window has no records.',
  cut: 'The range goes on past what the message can stand for.',
  'not-found': 'The stream does not hold the records that the message names.',
};

/** Reads ranges, of each shard one after the other, and each no faster than its readers may. */
export function hydrateWith(ports: HydratePorts): Hydrate {
  const shards = new Map<string, { readonly reads: ShardReads; turn: Promise<unknown> }>();
  return (failure) => {
    const name = `${streamArnOf(failure)} ${failure.shardId}`;
    const shard = shards.get(name) ?? { reads: new ShardReads(ports), turn: Promise.resolve() };
    shards.set(name, shard);
    const turn = shard.turn.then(() => hydrate(failure, shard.reads, ports));
    shard.turn = turn.catch(() => {});
    return turn;
  };
}

async function hydrate(
  failure: Failure,
  reads: ShardReads,
  ports: HydratePorts,
): Promise<Hydration> {
  const payload = payloadRecords(failure);
  if (payload) return answer(failure, { records: payload, from: 'payload', missing: 'none' });
  if (failure.startSequenceNumber === '' || failure.endSequenceNumber === '') {
    return answer(failure, { missing: 'no-range' });
  }
  const stream = await ports.streamNow(failure);
  if (!stream || isOtherStream(failure, stream)) return answer(failure, { missing: 'stream-gone' });
  const kept = reads.kept(failure);
  if (kept && isWithinBounds(failure, kept))
    return answer(failure, { records: kept, missing: 'none' });
  const start = await ports.iterator(failure);
  if ('missing' in start) return answer(failure, start);
  const { records, cut } = await readRange(failure, start.iterator, reads);
  const missing = missingOf(failure, records, cut);
  if (missing !== 'cut') return answer(failure, { records, missing });
  return answer(failure, { records, missing, text: cut ?? shardEndText(records.at(-1)) });
}

function isWithinBounds(failure: Failure, records: readonly HydratedRecord[]): boolean {
  const whyCut = rangeBounds(failure);
  return records.every((record, index) => whyCut(record, index) === undefined);
}

function answer(
  { records: expected }: Failure,
  found: Partial<Hydration> & Pick<Hydration, 'missing'>,
): Hydration {
  return { records: [], expected, from: 'stream', text: TEXTS[found.missing], ...found };
}

/** What was read tells more than any calculation: a retention may have been changed meanwhile. */
function missingOf(
  failure: Failure,
  records: readonly HydratedRecord[],
  cut: string | undefined,
): Missing {
  const [first, last] = [records[0], records.at(-1)];
  if (!first || !last) return 'expired';
  if (cut !== undefined) return 'cut';
  if (first.sequenceNumber !== failure.startSequenceNumber) return 'partly-expired';
  return last.sequenceNumber === failure.endSequenceNumber ? 'none' : 'cut';
}

interface ReadRange {
  readonly records: readonly HydratedRecord[];
  /** Why it was not read to its end. */
  readonly cut?: string;
}

async function readRange(
  failure: Failure,
  firstIterator: string,
  reads: ShardReads,
): Promise<ReadRange> {
  const start = BigInt(failure.startSequenceNumber);
  const end = BigInt(failure.endSequenceNumber);
  const whyCut = rangeBounds(failure);
  const records: HydratedRecord[] = [];
  let iterator: string | undefined = firstIterator;
  let atTip = 0;
  while (iterator !== undefined) {
    const page: RecordPage = await reads.read(failure, iterator);
    for (const record of page.records) {
      const number = BigInt(record.sequenceNumber);
      if (number > end) return { records };
      if (number < start) continue;
      const cut = whyCut(record, records.length);
      if (cut !== undefined) return { records, cut };
      records.push(record);
    }
    if (BigInt(records.at(-1)?.sequenceNumber ?? -1) === end) break;
    atTip = page.millisBehindLatest === 0 ? atTip + 1 : 0;
    if (atTip > 0 && (page.records.length === 0 || atTip === MOST_PAGES_AT_TIP)) break;
    iterator = page.nextIterator;
  }
  return { records };
}
