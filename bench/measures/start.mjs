import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { awsRequest } from '../harness/aws-request.mjs';
import { HttpConnection } from '../harness/http-connection.mjs';
import { row } from '../harness/rows.mjs';
import { startSluicebox } from '../harness/sluicebox.mjs';
import { median } from '../harness/statistics.mjs';

const TEMPLATE = fileURLToPath(new URL('../../pattern/template.yaml', import.meta.url));

function emptyProcessMs() {
  const begun = performance.now();
  spawnSync(process.execPath, ['-e', '']);
  return performance.now() - begun;
}

/** From the command to the first answer to ListStreams, in milliseconds. */
export async function firstAnswerMs(options) {
  const sluicebox = await startSluicebox(options);
  const connection = new HttpConnection(sluicebox.port);
  const request = awsRequest({ service: 'kinesis', operation: 'ListStreams' }, {});
  const { status } = await connection.send(request);
  const elapsedMs = performance.now() - sluicebox.begun;
  connection.close();
  await sluicebox.stop();
  if (status !== 200) throw new Error(`ListStreams: ${status}`);
  return elapsedMs;
}

/** How soon a command can be used; the floor is a Node.js process that does nothing. */
export async function measureStart({ rounds, durability }) {
  const [floors, empty, pattern] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    floors.push(emptyProcessMs());
    empty.push(await firstAnswerMs({ durability }));
    pattern.push(await firstAnswerMs({ durability, template: TEMPLATE }));
  }
  const floor = median(floors);
  return [
    row({
      measure: 'command to first answer, nothing stored',
      unit: 'ms',
      floor,
      product: median(empty),
      bar: { atMost: 200, of: 'product' },
    }),
    row({
      measure: 'command to first answer, the pattern',
      unit: 'ms',
      floor,
      product: median(pattern),
    }),
  ];
}
