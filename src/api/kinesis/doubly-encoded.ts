import type { Streams } from '../../kinesis/streams.ts';

/** Shorter texts are Base64 by accident too often: any word of four letters is. */
const LEAST_LENGTH = 8;

/**
 * Tells of a put that looks doubly encoded. AWS CLI 2 expects Base64 text in a file of records and
 * sends it as it stands, while AWS CLI 1 encodes whatever the file holds; so a file made for
 * version 2 arrives as Base64 of Base64 from version 1. AWS stores it as sent, and so is done here.
 */
export function noteDoubleEncoding(
  { events }: Streams,
  request: { readonly streamName: string; readonly userAgent: string },
  data: readonly Uint8Array[],
): void {
  if (!/^aws-cli\/1\b/.test(request.userAgent) || !data.some(isBase64OfText)) return;
  events.emit('doubly-encoded-put', request);
}

/** Whether bytes are canonical Base64 text of printable UTF-8 text. */
export function isBase64OfText(bytes: Uint8Array): boolean {
  if (bytes.length < LEAST_LENGTH || bytes.length % 4 !== 0) return false;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const decoded = Buffer.from(text, 'base64');
  return decoded.toString('base64') === text && isPrintable(decoded);
}

function isPrintable(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !/[^\P{C}\t\n\r]/u.test(text);
  } catch {
    return false;
  }
}
