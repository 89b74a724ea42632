// `console` as Lambda has it: each message becomes one log line with the time, the request id and
// the level. With a telemetry descriptor, a message travels in a frame and keeps its line breaks;
// without one it goes to stdout, where they become carriage returns.
import { writeSync } from 'node:fs';
import { format } from 'node:util';
import { errorForLog } from './node-errors.mjs';

const LEVELS = [
  ['TRACE', 'trace'],
  ['DEBUG', 'debug'],
  ['INFO', 'info', 'log'],
  ['WARN', 'warn'],
  ['ERROR', 'error'],
  ['FATAL', 'fatal'],
];
const FRAME_TYPE_TEXT = 0xa55a0003;
const HEADER_BYTES = 16;
const now = Date.now;

/** Writes all of it, also when the reader is slow for a moment. */
function writeFully(descriptor, bytes) {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if (error.code !== 'EAGAIN') return;
    }
  }
}

/** A frame: its type and its length (4 bytes each), microseconds since 1970 (8 bytes), the text. */
function frame(text, timeMs) {
  const length = Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + length);
  bytes.writeUInt32BE(FRAME_TYPE_TEXT, 0);
  bytes.writeUInt32BE(length, 4);
  bytes.writeBigInt64BE(BigInt(timeMs) * 1000n, 8);
  bytes.write(text, HEADER_BYTES);
  return bytes;
}

function lineWriter() {
  const descriptor = Number(process.env._LAMBDA_TELEMETRY_LOG_FD);
  delete process.env._LAMBDA_TELEMETRY_LOG_FD;
  if (!descriptor) {
    return (line) => writeFully(1, Buffer.from(`${line.replaceAll('\n', '\r')}\n`));
  }
  return (line, timeMs) => writeFully(descriptor, frame(`${line}\n`, timeMs));
}

/** Logs an error that ended an invocation, or this process; set by `captureConsole`. */
export let logError = () => {};

/** @param state who is being served: `requestId`, and `clockOffsetMs` of a simulated clock */
export function captureConsole(state) {
  const write = lineWriter();
  const log = (level, text) => {
    const timeMs = Math.round(now() + state.clockOffsetMs);
    write(`${new Date(timeMs).toISOString()}\t${state.requestId}\t${level}\t${text}`, timeMs);
  };
  for (const [level, ...methods] of LEVELS) {
    for (const method of methods) console[method] = (...parts) => log(level, format(...parts));
  }
  logError = (what, error) => log('ERROR', `${what} ${errorForLog(error)}`);
}
