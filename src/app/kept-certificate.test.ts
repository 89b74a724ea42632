import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemRandom } from '../random/random.ts';
import { keptCertificate } from './kept-certificate.ts';

const DAY_MS = 24 * 3600 * 1000;
const NOW_MS = Date.UTC(2026, 0, 31);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluicebox-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const kept = ({ host = '127.0.0.1', nowMs = NOW_MS } = {}) =>
  keptCertificate(join(folder, 'tls'), { hosts: [host], nowMs, random: systemRandom });

test('a certificate is made once, and nobody else can read its key', () => {
  const first = kept();
  expect(kept()).toEqual(first);
  expect(kept({ host: '0.0.0.0', nowMs: NOW_MS + 700 * DAY_MS })).toEqual(first);
  expect(statSync(join(folder, 'tls/endpoint.pem')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'tls')).mode & 0o777).toBe(0o700);
});

test('it is good for every name by which the endpoint is reached', () => {
  const hosts = ['0.0.0.0', 'vm', '192.0.2.2'];
  const needs = { nowMs: NOW_MS, random: systemRandom };
  const { cert } = keptCertificate(join(folder, 'tls'), { ...needs, hosts });
  const certificate = new X509Certificate(cert);
  expect(certificate.checkHost('vm')).toBe('vm');
  expect(certificate.checkIP('192.0.2.2')).toBe('192.0.2.2');
  expect(certificate.checkHost('localhost')).toBe('localhost');
  const fewer = keptCertificate(join(folder, 'tls'), { ...needs, hosts: ['vm'] });
  expect(fewer.cert).toBe(cert);
});

test('another is made for another name, before the end, and in place of a damaged one', () => {
  const first = kept();
  const other = kept({ host: '192.168.1.2' });
  expect(other.cert).not.toBe(first.cert);
  expect(kept()).toEqual(other);
  const later = kept({ nowMs: NOW_MS + 800 * DAY_MS });
  expect(later.cert).not.toBe(other.cert);
  writeFileSync(join(folder, 'tls/endpoint.pem'), 'damaged');
  expect(kept().cert).toContain('BEGIN CERTIFICATE');
});
