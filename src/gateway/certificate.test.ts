import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { seededRandom } from '../random/random.ts';
import { makeCertificate } from './certificate.ts';

const NOW_MS = Date.UTC(2026, 0, 31, 12);
const NAMES = ['localhost', '127.0.0.1', '::1', 'fe80::1:2', 'my-machine'];
const made = makeCertificate(NAMES, { random: seededRandom(1), nowMs: NOW_MS });
const cert = new X509Certificate(made.cert);
const ca = new X509Certificate(made.ca);

test('a certificate is good for its names and addresses, and for no others', () => {
  for (const name of ['localhost', 'my-machine']) expect(cert.checkHost(name), name).toBeDefined();
  for (const address of ['127.0.0.1', '::1', 'fe80::1:2'])
    expect(cert.checkIP(address), address).toBe(address);
  expect(cert.checkHost('example.com')).toBeUndefined();
  expect(cert.checkIP('127.0.0.2')).toBeUndefined();
});

test('its authority signed it, and is one', () => {
  expect(cert.checkIssued(ca)).toBe(true);
  expect(cert.verify(ca.publicKey)).toBe(true);
  expect([ca.ca, cert.ca]).toEqual([true, false]);
  expect(ca.verify(ca.publicKey)).toBe(true);
});

test('it is good from the day before on, for 825 days', () => {
  expect(new Date(cert.validFrom).toISOString()).toBe('2026-01-30T12:00:00.000Z');
  expect(new Date(cert.validTo).toISOString()).toBe('2028-05-05T12:00:00.000Z');
});
