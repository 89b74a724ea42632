import { createHmac, timingSafeEqual } from 'node:crypto';

const FORM = 1;
const SEAL_BYTES = 16;

/**
 * Makes a token of `content`, which must be what JSON can carry, that its holder can neither change
 * nor use as a token of another kind.
 */
export function seal(secret: string, kind: string, content: unknown): string {
  const body = Buffer.from(JSON.stringify(content), 'utf8');
  return Buffer.concat([Buffer.of(FORM), sealOf(secret, kind, body), body]).toString('base64');
}

/** The content of a token, or undefined when `seal` did not make it of this kind. */
export function unseal(secret: string, kind: string, token: string): unknown {
  const bytes = Buffer.from(token, 'base64');
  if (bytes[0] !== FORM || bytes.toString('base64') !== token) return undefined;
  const body = bytes.subarray(1 + SEAL_BYTES);
  const given = bytes.subarray(1, 1 + SEAL_BYTES);
  if (given.length !== SEAL_BYTES || !timingSafeEqual(given, sealOf(secret, kind, body))) {
    return undefined;
  }
  return JSON.parse(body.toString('utf8'));
}

function sealOf(secret: string, kind: string, body: Uint8Array): Buffer {
  const hmac = createHmac('sha256', secret).update(`${kind}\n`).update(body);
  return hmac.digest().subarray(0, SEAL_BYTES);
}
