import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Certificate, makeCertificate } from '../gateway/certificate.ts';
import type { Random } from '../random/random.ts';

/** By which names clients on this machine reach an endpoint. */
const NAMES = ['localhost', '127.0.0.1', '::1'];
const SOON_MS = 30 * 24 * 3600 * 1000;

/** A certificate, and where the authority is that clients have to trust. */
export interface KeptCertificate extends Certificate {
  readonly caFile: string;
}

/** For whom a certificate has to be good, and when. */
export interface CertificateNeeds {
  /** The address listened at, and further names by which it is reached. */
  readonly hosts: readonly string[];
  readonly random: Random;
  readonly nowMs: number;
}

/**
 * The certificate of a folder, made where there is none yet, or where it will not do: it is for
 * other names, or good for less than a month. Nobody but its owner can read the key.
 */
export function keptCertificate(folder: string, needs: CertificateNeeds): KeptCertificate {
  const path = (name: string) => join(folder, name);
  const kept = readKept(path);
  const caFile = path('ca.pem');
  if (kept && isGood(kept, needs)) return { ...kept, caFile };
  const { hosts, random, nowMs } = needs;
  const made = makeCertificate([...new Set([...NAMES, ...named(hosts)])], { random, nowMs });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mode = { mode: 0o600 };
  // One file, so that a key never stands beside the certificate of another.
  writeFileSync(path('endpoint.pem'), made.key + made.cert, mode);
  writeFileSync(caFile, made.ca, mode);
  return { ...made, caFile };
}

/** Names of all addresses at once are nobody's. */
const named = (hosts: readonly string[]) =>
  hosts.filter((host) => !['', '0.0.0.0', '::'].includes(host));

function readKept(path: (name: string) => string): Certificate | undefined {
  try {
    const endpoint = readFileSync(path('endpoint.pem'), 'utf8');
    const at = endpoint.indexOf('-----BEGIN CERTIFICATE-----');
    const ca = readFileSync(path('ca.pem'), 'utf8');
    return { key: endpoint.slice(0, at), cert: endpoint.slice(at), ca };
  } catch {
    return undefined;
  }
}

function isGood({ cert, ca }: Certificate, { hosts, nowMs }: CertificateNeeds): boolean {
  try {
    const certificate = new X509Certificate(cert);
    const authority = new X509Certificate(ca);
    return (
      certificate.verify(authority.publicKey) &&
      Date.parse(certificate.validTo) > nowMs + SOON_MS &&
      [...NAMES, ...named(hosts)].every(
        (name) => certificate.checkHost(name) ?? certificate.checkIP(name),
      )
    );
  } catch {
    return false;
  }
}
