// Ships the bytes of events, made beforehand, through a socket pair to a process for each shard,
// and the next event when the last was answered.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { encodeFrame, FrameReader } from './frames.mjs';
import { kinesisEvents } from './kinesis-event.mjs';

const HANDLER = fileURLToPath(new URL('shipped-handler.mjs', import.meta.url));

let world;

const ACTIONS = {
  async start({ shards, module, environment, batchSize, bytes }) {
    const frames = kinesisEvents({ batchSize, bytes }).map(encodeFrame);
    const handlers = Array.from({ length: shards }, () => startHandler(module, environment));
    await Promise.all(handlers.map(({ answered }) => answered()));
    world = { frames, handlers, batchSize };
  },
  async ship(records) {
    const { frames, handlers, batchSize } = world;
    const batches = records / batchSize / handlers.length;
    if (!Number.isInteger(batches)) throw new Error(`${records} records make no whole batches.`);
    await Promise.all(
      handlers.map(async ({ send, answered }, shard) => {
        for (let batch = 0; batch < batches; batch++) {
          send(frames[(shard + batch) % frames.length]);
          await answered();
        }
      }),
    );
  },
};

/** `answered` resolves with the next answer; the first one says that the process is ready. */
function startHandler(module, environment) {
  const child = spawn(process.execPath, [HANDLER, module], {
    env: { ...process.env, ...environment },
    // Events and answers have a socket of their own: standard output belongs to the function.
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  child.stdout.resume();
  const socket = child.stdio[3];
  let settle;
  child.once('exit', (code) => settle?.reject(new Error(`A handler's process ended: ${code}`)));
  socket.on('data', new FrameReader(() => settle.resolve()).take);
  return {
    send: (frame) => socket.write(frame),
    answered: () =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
      }),
  };
}

process.on('message', async ({ action, argument }) => {
  try {
    await ACTIONS[action](argument);
    process.send({});
  } catch (error) {
    process.send({ error: error.stack });
  }
});
