// Notes when it was called, by a clock that all processes of a machine share.
import { openSync, writeSync } from 'node:fs';

const noted = openSync(process.env.NOTED, 'a');

export async function handler(event) {
  const at = process.hrtime.bigint();
  for (const { kinesis } of event.Records)
    writeSync(noted, `${JSON.parse(Buffer.from(kinesis.data, 'base64').toString()).id} ${at}\n`);
}
