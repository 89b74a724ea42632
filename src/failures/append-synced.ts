import { fstatSync, fsyncSync, ftruncateSync, writeSync } from 'node:fs';

/**
 * Appends a text to an open file, and returns once it is on the disk. It is there as a whole, or,
 * after an error, not at all: what stands behind half a line could not be read.
 */
export function appendSynced(file: number, text: string): void {
  const { size } = fstatSync(file);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } catch (error) {
    ftruncateSync(file, size);
    throw error;
  }
}
