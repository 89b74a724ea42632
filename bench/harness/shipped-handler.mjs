// Runs a function of bench/functions on the events that come through file descriptor 3.
import { Socket } from 'node:net';
import { encodeFrame, FrameReader } from './frames.mjs';

const { handler } = await import(new URL(`../functions/${process.argv[2]}.mjs`, import.meta.url));
const socket = new Socket({ fd: 3 });

const answer = (value) => socket.write(encodeFrame(Buffer.from(JSON.stringify(value ?? null))));

const reader = new FrameReader(async (bytes) =>
  answer(await handler(JSON.parse(bytes.toString()))),
);
socket.on('data', reader.take);
socket.on('end', () => process.exit());
answer('ready');
