import { systemClock } from '../clock/system-clock.ts';

/** The time at an endpoint: ours may have a clock of its own, any other has that of this machine. */
export async function timeAt(endpoint: string | undefined): Promise<number> {
  if (endpoint === undefined) return systemClock.now();
  try {
    const url = new URL('/_sluicebox/clock', endpoint);
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    const { nowMs } = (await response.json()) as { nowMs?: unknown };
    return typeof nowMs === 'number' ? nowMs : systemClock.now();
  } catch {
    return systemClock.now();
  }
}
