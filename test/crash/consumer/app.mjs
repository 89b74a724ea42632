// The handler of every function under load. It writes down, in one write each, what it is given and
// what it answers, and fails as the records ask it to. What it wrote outlives the server.
import { appendFileSync } from 'node:fs';

const { LOG_FILE, RUN, REPORTS } = process.env;
const seenFlaky = new Set();

// A line of its own even when a process was killed in the middle of the line before.
const append = (entry) => appendFileSync(LOG_FILE, `\n${JSON.stringify(entry)}\n`);

export async function handler({ Records }, { awsRequestId: requestId }) {
  const records = Records.map(({ kinesis, eventID }) => {
    const [id, kind] = Buffer.from(kinesis.data, 'base64').toString('latin1').split(' ', 2);
    const { sequenceNumber, partitionKey } = kinesis;
    return { sequenceNumber, partitionKey, id, kind, shardId: eventID.split(':')[0] };
  });
  const { shardId } = records[0];
  const given = records.map(({ sequenceNumber, id, partitionKey }) => [
    sequenceNumber,
    id,
    partitionKey,
  ]);
  append({ type: 'begin', run: Number(RUN), requestId, shardId, records: given });
  const failed = failedOf(records);
  const outcome = failed === undefined ? 'error' : (failed[0] ?? 'ok');
  append({ type: 'end', run: Number(RUN), requestId, outcome });
  if (failed === undefined) throw new Error('As the record asks for.');
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** The records to report as failed, in their order; undefined to fail as a whole. */
function failedOf(records) {
  const flaky = records.find(({ kind, id }) => kind === 'flaky' && !seenFlaky.has(id));
  if (flaky) seenFlaky.add(flaky.id);
  if (flaky || records.some(({ kind }) => kind === 'throws')) return undefined;
  const bad = records.filter(({ kind }) => kind === 'bad');
  if (bad.length > 0 && !REPORTS) return undefined;
  return bad.map(({ sequenceNumber }) => sequenceNumber);
}
