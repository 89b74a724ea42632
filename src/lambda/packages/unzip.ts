import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { LambdaError } from '../lambda-error.ts';
import { notUnzipped, readZipDirectory, type ZipEntry } from './zip-directory.ts';

/**
 * How large a package may be once it is unpacked. Source: AWS Lambda developer guide, "Lambda
 * quotas", and the text of AWS's own refusal.
 */
export const UNZIPPED_BYTES = 262_144_000;

/** How many files and folders a package may make: ours, AWS names no number. */
const MOST_PATHS = 100_000;

/** What the file system says of paths that two entries share, or that no file can have. */
const IMPOSSIBLE_PATHS = ['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EINVAL', 'EILSEQ'];

const inflate = promisify(inflateRaw);

/**
 * Unpacks a zip archive into a folder, which must be empty. Nothing is written outside of it, no
 * file is written twice, and no more is inflated than the archive says of itself, which must not
 * be more than Lambda allows. What was written until it throws is left to the caller to remove.
 *
 * @throws LambdaError InvalidParameterValueException
 * @throws system errors, such as ENOSPC
 */
export async function unzip(zip: Uint8Array, folder: string): Promise<void> {
  const entries = readZipDirectory(Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength));
  if (entries.every(({ isFolder }) => isFolder)) {
    throw new LambdaError(
      'InvalidParameterValueException',
      'Uploaded file must be a non-empty zip',
    );
  }
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  if (bytes >= UNZIPPED_BYTES) {
    throw new LambdaError(
      'InvalidParameterValueException',
      `Unzipped size must be smaller than ${UNZIPPED_BYTES} bytes`,
    );
  }
  const folders = foldersOf(entries);
  try {
    for (const path of folders) await mkdir(join(folder, path), { recursive: true });
    for (const entry of entries) {
      if (!entry.isFolder) await writeEntry(join(folder, ...entry.path), entry);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw IMPOSSIBLE_PATHS.includes(code ?? '') ? notUnzipped() : error;
  }
}

/** Every folder that the entries need, those above first. */
function foldersOf(entries: readonly ZipEntry[]): string[] {
  const folders = new Set<string>();
  for (const { isFolder, path } of entries) {
    const names = isFolder ? path : path.slice(0, -1);
    for (let depth = 1; depth <= names.length; depth++) {
      folders.add(names.slice(0, depth).join('/'));
      if (folders.size + entries.length > MOST_PATHS) throw tooMany();
    }
  }
  return [...folders];
}

const tooMany = () =>
  new LambdaError(
    'InvalidParameterValueException',
    `A package may have ${MOST_PATHS} files and folders at most.`,
  );

async function writeEntry(path: string, entry: ZipEntry): Promise<void> {
  const bytes = await bytesOf(entry);
  // Fails where there is a file already: names may be the same to the file system alone.
  await writeFile(path, bytes, { flag: 'wx' });
  await chmod(path, entry.isExecutable ? 0o755 : 0o644);
}

async function bytesOf({ packed, isDeflated, size, crc }: ZipEntry): Promise<Uint8Array> {
  // Zlib takes no limit of 0; a byte too many is found out below.
  const limits = { maxOutputLength: Math.max(size, 1) };
  const bytes = isDeflated
    ? await inflate(packed, limits).catch(() => {
        throw notUnzipped();
      })
    : packed;
  if (bytes.byteLength !== size || crc32(bytes) !== crc) throw notUnzipped();
  return bytes;
}
