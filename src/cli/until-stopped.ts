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
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(130));
  print('\nStopping …');
  await sluicebox.close();
  print('Stopped.');
}
