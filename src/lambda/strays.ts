import { readdirSync, readFileSync } from 'node:fs';

/** A stray that starts others while it is looked for is looked for again, but not for ever. */
const MOST_PASSES = 3;

/**
 * Kills what a sandbox started in a session of its own, and so out of its process group: on Linux,
 * every process that was given the sandbox's own environment variable. Elsewhere nothing tells
 * them, and they go on.
 */
export function killStrays(variable: string): void {
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const strays = processIds().filter((pid) => environmentOf(pid).includes(variable));
    if (strays.length === 0) return;
    for (const pid of strays) kill(pid);
  }
}

function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return []; // no Linux
  }
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
  } catch {
    return []; // gone, or somebody else's
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone meanwhile.
  }
}
