import type { Sluicebox } from '../app/start.ts';

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
  print('\nStopping …');
  await sluicebox.close();
  print('Stopped.');
}

/** Calls back at the next signal that asks the process to end, in place of whoever was called before. */
function on(callback: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(signal);
    process.once(signal, callback);
  }
}
