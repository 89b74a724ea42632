// Parses every record of a batch, and notes how many there were, and when it was done with them.
// The floor runs the same function, without Sluicebox around it.
import { openSync, writeSync } from 'node:fs';

const noted = openSync(process.env.NOTED, 'a');
const logs = process.env.LOGS === 'true';

export async function handler(event) {
  let bytes = 0;
  for (const { kinesis } of event.Records)
    bytes += JSON.parse(Buffer.from(kinesis.data, 'base64').toString()).payload.length;
  const count = event.Records.length;
  if (logs) console.log(`parsed ${count} records with ${bytes} characters`);
  writeSync(noted, `${count} ${process.hrtime.bigint()}\n`);
}
