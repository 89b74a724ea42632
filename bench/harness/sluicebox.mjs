// The server under test: the built product, started as people start it, on disk.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeFolder, startProcess, stopProcess, temporaryFolder } from './processes.mjs';
import { waitFor } from './wait.mjs';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/**
 * Starts `sluicebox up`, with a template or without. `data` is a folder to go on with, which is
 * kept; without one a new folder is used, and removed when it stops.
 */
export async function startSluicebox({ template, data, durability } = {}) {
  const folder = temporaryFolder();
  const readyFile = join(folder, 'ready.json');
  const args = [MAIN, 'up', ...(template ? [template] : []), '--port', '0'];
  args.push('--ready-file', readyFile, '--data', data ?? join(folder, 'data'));
  if (durability) args.push('--durability', durability);
  const begun = performance.now();
  const child = startProcess(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const listen = (chunk) => {
    said = (said + chunk).slice(-4000);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const { endpoint, pid } = await waitFor('Readiness', () => {
    if (child.exitCode !== null) throw new Error(`Sluicebox did not start:\n${said}`);
    return existsSync(readyFile) ? JSON.parse(readFileSync(readyFile, 'utf8')) : undefined;
  });
  const stop = async () => {
    await stopProcess(child);
    removeFolder(folder);
  };
  return { port: Number(new URL(endpoint).port), pid, begun, stop };
}
