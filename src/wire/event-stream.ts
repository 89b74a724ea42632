import { crc32 } from 'node:zlib';

/** The media type of answers that go on: messages of AWS's event streams, one after the other. */
export const EVENT_STREAM = 'application/vnd.amazon.eventstream';

/** Bytes of the two lengths, of one checksum, and of both checksums with them. */
const LENGTHS = 8;
const CHECKSUM = 4;
const FRAME = LENGTHS + 2 * CHECKSUM;
const TEXT = 7;

/** One message: names and texts of its headers, and what it carries. */
export interface EventMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
}

/** Writes a message: lengths, their checksum, headers, payload, and the checksum of all of it. */
export function encodeEventMessage({ headers, payload }: EventMessage): Uint8Array {
  const head = Buffer.concat(Object.entries(headers).map(([name, text]) => header(name, text)));
  const message = Buffer.allocUnsafe(FRAME + head.length + payload.length);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(head.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, LENGTHS)), LENGTHS);
  message.set(head, LENGTHS + CHECKSUM);
  message.set(payload, LENGTHS + CHECKSUM + head.length);
  const end = message.length - CHECKSUM;
  message.writeUInt32BE(crc32(message.subarray(0, end)), end);
  return message;
}

/** A message that carries an event of a type. */
export const eventMessage = (
  type: string,
  { mediaType, payload }: { mediaType: string; payload: Uint8Array },
): EventMessage => ({
  headers: { ':event-type': type, ':content-type': mediaType, ':message-type': 'event' },
  payload,
});

/** A message that says why the stream ends: an error of the service. */
export const exceptionMessage = (
  type: string,
  { mediaType, payload }: { mediaType: string; payload: Uint8Array },
): EventMessage => ({
  headers: { ':exception-type': type, ':content-type': mediaType, ':message-type': 'exception' },
  payload,
});

function header(name: string, text: string): Buffer {
  const value = Buffer.from(text);
  const bytes = Buffer.allocUnsafe(4 + name.length + value.length);
  bytes.writeUInt8(name.length, 0);
  bytes.write(name, 1, 'latin1');
  bytes.writeUInt8(TEXT, 1 + name.length);
  bytes.writeUInt16BE(value.length, 2 + name.length);
  value.copy(bytes, 4 + name.length);
  return bytes;
}
