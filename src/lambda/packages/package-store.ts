import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../../random/random.ts';
import type { Reader, Store, Transaction } from '../../store/store.ts';
import { LambdaError } from '../lambda-error.ts';
import { isFolder } from '../start-failure.ts';
import type { CodePackage } from './code-package.ts';
import { unzip } from './unzip.ts';

export interface PackageStoreOptions {
  readonly store: Store;
  readonly random: Random;
  /** The first element of the keys under which the archives are: `function-code`. */
  readonly name: string;
  /** The folder for what is unpacked; it is made when it is needed. */
  readonly directory: string;
}

/** Ours: an archive is kept in pieces of this size. */
const PIECE_BYTES = 1024 * 1024;
const UNFINISHED = '.part';

/**
 * Deployment packages. The archives are in the store, with everything else; the folder holds what
 * they unpack to, each under the SHA-256 of its archive, made again from them after each start. A
 * folder appears whole or not at all, and never changes.
 */
export class PackageStore {
  readonly #options: PackageStoreOptions;

  constructor(options: PackageStoreOptions) {
    this.#options = options;
  }

  /**
   * Unpacks an archive, which is not kept before `keep`.
   *
   * @throws LambdaError InvalidParameterValueException when it cannot be unpacked
   */
  async unpack(zip: Uint8Array): Promise<CodePackage> {
    const sha256 = createHash('sha256').update(zip).digest('hex');
    await this.#make(sha256, zip);
    return { sha256, size: zip.byteLength };
  }

  /** Keeps an archive that was unpacked. */
  keep(transaction: Transaction, { sha256 }: CodePackage, zip: Uint8Array): void {
    for (let start = 0, piece = 0; start < zip.byteLength; start += PIECE_BYTES, piece++) {
      const bytes = zip.subarray(start, start + PIECE_BYTES);
      transaction.put([this.#options.name, sha256, piece], bytes);
    }
  }

  /** The archive, or undefined when it is not kept. */
  read(sha256: string): Uint8Array | undefined {
    const range = { prefix: [this.#options.name, sha256] };
    const pieces = [...this.#options.store.range<Uint8Array>(range)].map(({ value }) => value);
    return pieces.length === 0 ? undefined : Buffer.concat(pieces);
  }

  has(reader: Reader, sha256: string): boolean {
    return reader.get([this.#options.name, sha256, 0]) !== undefined;
  }

  /** Forgets an archive. */
  remove(transaction: Transaction, sha256: string): void {
    const range = { prefix: [this.#options.name, sha256] };
    for (const key of [...transaction.range(range)].map((entry) => entry.key)) {
      transaction.remove(key);
    }
  }

  /** The folder to which an archive is unpacked; it is there once `ensure` has resolved. */
  folderOf(sha256: string): string {
    return join(this.#options.directory, sha256);
  }

  /** Unpacks a kept archive again, where its folder has gone. */
  async ensure(sha256: string): Promise<void> {
    if (await isFolder(this.folderOf(sha256))) return;
    const zip = this.read(sha256);
    if (!zip) throw new LambdaError('ServiceException', `The archive ${sha256} is not there.`);
    await this.#make(sha256, zip);
  }

  async removeFolder(sha256: string): Promise<void> {
    await rm(this.folderOf(sha256), { recursive: true, force: true });
  }

  /**
   * Removes all other archives, and everything that earlier starts unpacked: a power cut may have
   * left it incomplete, and what is needed is unpacked again.
   */
  async prune(used: ReadonlySet<string>): Promise<void> {
    const { directory, store, name } = this.#options;
    await rm(directory, { recursive: true, force: true });
    const kept = new Set([...store.range({ prefix: [name] })].map(({ key }) => String(key[1])));
    const unused = [...kept].filter((sha256) => !used.has(sha256));
    if (unused.length === 0) return;
    await store.transact((transaction) => {
      for (const sha256 of unused) this.remove(transaction, sha256);
    });
  }

  async #make(sha256: string, zip: Uint8Array): Promise<void> {
    const folder = this.folderOf(sha256);
    if (await isFolder(folder)) return;
    const unfinished = `${folder}.${this.#options.random.hex(16)}${UNFINISHED}`;
    try {
      await mkdir(unfinished, { recursive: true });
      await unzip(zip, unfinished);
      // As on AWS, no package.json of a project around the folder has a say in how code is loaded.
      await writeFile(join(this.#options.directory, 'package.json'), '{}\n');
      await rename(unfinished, folder);
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      // Somebody else may have been quicker with the same archive.
      if (!(await isFolder(folder))) throw error;
    }
  }
}
