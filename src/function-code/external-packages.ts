import { existsSync } from 'node:fs';
import { lstat, mkdir, symlink } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';

/** What Lambda's Node.js runtimes bring along (Lambda developer guide, Node.js). */
const IN_THE_RUNTIME = /^(@aws-sdk|@smithy)\//;

/**
 * Lets a bundle find the packages that were left out of it, by links from beside the bundle to
 * where the function's own code would find them. Answers what its author should know.
 */
export async function linkExternalPackages(
  names: readonly string[],
  directories: { source: string; output: string },
): Promise<string[]> {
  const messages: string[] = [];
  for (const name of names.filter((one) => !isBuiltin(one))) {
    const installed = findPackage(name, directories.source);
    const onAws = IN_THE_RUNTIME.test(name);
    if (!installed) {
      const where = onAws ? "which Lambda's runtime has on AWS" : 'which is External';
      messages.push(`The code needs ${name}, ${where}. To run it here: npm install ${name}`);
      continue;
    }
    if (!onAws) messages.push(`${name} is External: on AWS, a layer must hold it.`);
    await link(installed, join(directories.output, 'node_modules', name));
  }
  return messages;
}

/** Looks where Node.js would: in node_modules of the folder and of those above it. */
function findPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

async function link(target: string, path: string): Promise<void> {
  if (await lstat(path).catch(() => undefined)) return;
  await mkdir(dirname(path), { recursive: true });
  await symlink(target, path, 'junction');
}
