import type { Sluicebox } from '../app/start.ts';
import { shortPath } from './resource-lines.ts';

/**
 * Stays up until the process is asked to end (Ctrl-C, or a polite kill), then stops cleanly. Who
 * asks twice does not want to wait.
 */
export async function untilStopped(
  sluicebox: Sluicebox,
  print: (line: string) => void,
): Promise<void> {
  print('Ctrl-C stops it.');
  await new Promise<void>((resolve) => on(resolve));
  on(() => process.exit(130));
  const underWay = sluicebox.world.functions.activeInvocations;
  print(`\nStopping${underWay > 0 ? `, once ${invocations(underWay)} over` : ''} …`);
  await sluicebox.close();
  const { cutOff } = sluicebox.world;
  if (cutOff > 0) print(`${invocations(cutOff)} cut off; their batches come again.`);
  const { dataDirectory } = sluicebox;
  print(dataDirectory ? `Stopped. Everything is in ${shortPath(dataDirectory)}.` : 'Stopped.');
}

const invocations = (count: number) =>
  count === 1 ? '1 invocation is' : `${count} invocations are`;

/** Calls back at the next signal that asks the process to end, in place of whoever was called before. */
function on(callback: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(signal);
    process.once(signal, callback);
  }
}
