import { AwsError } from '../aws/aws-error.ts';
import type { Memory } from './message.ts';

/** The last characters before one or two signs of padding whose unused bits are zero. */
const LAST_BEFORE_PADDING = ['', 'AEIMQUYcgkosw048', 'AQgw'] as const;

/**
 * Reads Base64 text as strictly as AWS does.
 *
 * @throws AwsError `SerializationException` with AWS's text for what is wrong (observed on AWS).
 */
export function decodeBase64(text: string): Uint8Array {
  const bytes = plainBase64(text);
  if (bytes) return bytes;
  const isWhole = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  throw wrongBase64(
    text,
    isWhole ? 'Invalid last non-pad Base64 character dectected' : whatIsWrong(text),
  );
}

/** The bytes of Base64 text, or undefined when it is none, as strictly as AWS sees it. */
export function plainBase64(
  text: string,
  memory: Memory = Buffer.allocUnsafe,
): Uint8Array | undefined {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  // Into memory that is there: `Buffer.from` took six times as long for a record of 1 KiB.
  const bytes = memory(Math.max(0, Math.ceil(text.length / 4) * 3 - padding));
  // Node skips what it does not know, so that a wrong character shows in the number of bytes;
  // it also takes the two letters of the URL-safe alphabet, which AWS does not.
  const isPlain =
    text.length % 4 === 0 &&
    bytes.write(text, 'base64') === bytes.length &&
    !text.includes('-') &&
    !text.includes('_');
  const last = text.charAt(text.length - padding - 1);
  const isCanonical = padding === 0 || LAST_BEFORE_PADDING[padding]?.includes(last);
  return isPlain && isCanonical ? bytes : undefined;
}

/** Writes bytes as Base64 text. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function whatIsWrong(text: string): string {
  if (text.length % 4 !== 0)
    return `Base64 encoded length is expected a multiple of 4 bytes but found: ${text.length}`;
  const character = /[^A-Za-z0-9+/=]|=(?=[^=])|=(?===)/.exec(text)?.[0];
  return `Invalid Base64 character: '${character ?? '='}'`;
}

function wrongBase64(text: string, reason: string): AwsError {
  const shown = text.length > 4096 ? `${text.slice(0, 4096)}...` : text;
  return new AwsError(
    'SerializationException',
    `'${shown}' can not be converted to a Blob: ${reason}`,
  );
}
