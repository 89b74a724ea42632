import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { isIP } from 'node:net';
import type { Random } from '../random/random.ts';
import { bits, integer, octets, oid, sequence, set, TRUE, tagged, text, utcTime } from './der.ts';

/** What an endpoint with TLS shows, as PEM texts. */
export interface Certificate {
  /** The private key of the endpoint. */
  readonly key: string;
  /** The endpoint's certificate. */
  readonly cert: string;
  /** The certificate of the authority that signed it, which clients have to trust. */
  readonly ca: string;
}

/** How long a certificate is good: as long as clients accept (825 days). */
const LIFETIME_MS = 825 * 24 * 3600 * 1000;
/** Clocks of clients may be a little behind. */
const BEFORE_MS = 24 * 3600 * 1000;

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const COMMON_NAME = oid('2.5.4.3');

/**
 * Makes a certificate for names and addresses, signed by an authority made for it alone: its key is
 * forgotten at once, so that who trusts the authority trusts this one certificate. (An endpoint's
 * certificate that signs itself is refused by some clients, however much it is trusted.)
 * Source: RFC 5280.
 */
export function makeCertificate(
  names: readonly string[],
  { random, nowMs }: { readonly random: Random; readonly nowMs: number },
): Certificate {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = random.hex(8);
  const common = { nowMs, signer: authority.privateKey, issuer: `Sluicebox authority ${id}` };
  const keyId = keyIdOf(authority.publicKey);
  const ca = signed({
    ...common,
    serial: random.hex(32),
    subject: common.issuer,
    publicKey: authority.publicKey,
    extensions: [
      extension('2.5.29.19', sequence(TRUE), 'critical'), // basic constraints: an authority
      extension('2.5.29.15', bits(Buffer.of(0b0000_0110), 1), 'critical'), // signs certificates
      extension('2.5.29.14', octets(keyId)),
    ],
  });
  const cert = signed({
    ...common,
    serial: random.hex(32),
    subject: `Sluicebox ${id}`,
    publicKey: server.publicKey,
    extensions: [
      extension('2.5.29.19', sequence(), 'critical'),
      extension('2.5.29.15', bits(Buffer.of(0b1000_0000), 7), 'critical'), // digital signatures
      extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))), // a server's
      extension('2.5.29.14', octets(keyIdOf(server.publicKey))),
      extension('2.5.29.35', sequence(tagged(0x80, keyId))),
      extension('2.5.29.17', sequence(...names.map(alternativeName))),
    ],
  });
  const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  return { key, cert: pem(cert), ca: pem(ca) };
}

interface Wanted {
  readonly serial: string;
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly signer: KeyObject;
  readonly nowMs: number;
}

function signed(wanted: Wanted): Buffer {
  const { nowMs, publicKey } = wanted;
  const content = sequence(
    tagged(0xa0, integer(Buffer.of(2))), // version 3
    integer(Buffer.from(wanted.serial, 'hex')),
    ECDSA_WITH_SHA256,
    nameOf(wanted.issuer),
    sequence(utcTime(nowMs - BEFORE_MS), utcTime(nowMs + LIFETIME_MS)),
    nameOf(wanted.subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...wanted.extensions)),
  );
  return sequence(content, ECDSA_WITH_SHA256, bits(sign('sha256', content, wanted.signer)));
}

const nameOf = (name: string) => sequence(set(sequence(COMMON_NAME, text(name))));

const extension = (id: string, content: Buffer, critical?: 'critical') =>
  sequence(oid(id), ...(critical ? [TRUE] : []), octets(content));

const keyIdOf = (key: KeyObject) =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();

/** A host name, or the bytes of an address. */
function alternativeName(name: string): Buffer {
  if (isIP(name) === 0) return tagged(0x82, Buffer.from(name));
  return tagged(0x87, isIP(name) === 4 ? Buffer.from(name.split('.').map(Number)) : bytesOf(name));
}

function bytesOf(address: string): Buffer {
  // A URL spells every address of IPv6 in one way, without an IPv4 address in it.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return Buffer.from(
    [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''),
    'hex',
  );
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
