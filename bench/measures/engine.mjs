// How long the state machine takes to decide, as a ratio to an empty loop over the same records.
import { PACES } from '../../dist/event-source-mapping/pace.js';
import { DEFAULT_SETTINGS } from '../../dist/event-source-mapping/settings.js';
import { ShardConsumer } from '../../dist/event-source-mapping/shard-consumer.js';
import { row } from '../harness/rows.mjs';
import { median } from '../harness/statistics.mjs';

const RECORDS = 200_000;
const data = new Uint8Array(100);
const records = Array.from({ length: RECORDS }, (_, number) => ({
  sequenceNumber: String(10n ** 55n + BigInt(number)),
  partitionKey: `key-${number % 97}`,
  data,
  approximateArrivalTimestamp: 1_700_000_000_000 + number,
}));
const outcome = { type: 'returned', payload: 'null', executedVersion: '$LATEST', durationMs: 1 };

function consume(settings) {
  let ids = 0;
  const consumer = new ShardConsumer(
    {
      mappingId: 'mapping',
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:consumer',
      settings: { ...DEFAULT_SETTINGS, ...settings },
      pace: PACES.fast,
      identity: {
        eventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
        shardId: 'shardId-000000000000',
        region: 'us-east-1',
        invokeIdentityArn: 'arn:aws:iam::000000000000:role/consumer',
      },
      position: { type: 'TRIM_HORIZON' },
      newRequestId: () => 'id',
      newBatchId: () => String(++ids),
    },
    0,
  );
  let position = 0;
  const inbox = [{ type: 'started' }];
  for (let input = inbox.shift(); input; input = inbox.shift()) {
    for (const effect of consumer.handle(input, 1_700_000_000_000)) {
      if (effect.type === 'read') {
        const page = records.slice(position, position + effect.limit);
        position += page.length;
        if (page.length > 0) {
          inbox.push({ type: 'read', records: page, atShardEnd: false, retentionMs: Infinity });
        }
      } else if (effect.type === 'invoke') {
        inbox.push({ type: 'invoked', batchId: effect.batch.id, outcome });
      }
    }
  }
  if (position !== RECORDS) throw new Error(`Only ${position} records were read.`);
}

function emptyLoop() {
  let sum = 0;
  for (const record of records) sum += record.data.byteLength;
  return sum;
}

function microsecondsPerRecord(work, runs) {
  const times = [];
  for (let run = 0; run < runs; run++) {
    const begun = performance.now();
    work();
    times.push(((performance.now() - begun) * 1000) / RECORDS);
  }
  return median(times);
}

const CASES = {
  'engine, batches of 100': { batchSize: 100 },
  'engine, batches of 10,000': { batchSize: 10_000 },
  'engine, ten lanes of batches of 100': { batchSize: 100, parallelizationFactor: 10 },
};

/** Microseconds of one core for each record; the floor is an empty loop over the same records. */
export async function measureEngine({ rounds }) {
  const runs = 2 * rounds + 1;
  // Many rounds, because the first ones are not compiled yet.
  const floor = microsecondsPerRecord(emptyLoop, 10 * runs);
  return Object.entries(CASES).map(([measure, settings]) => {
    const product = microsecondsPerRecord(() => consume(settings), runs);
    return row({ measure, unit: 'µs a record', floor, product });
  });
}
