import { readFileSync } from 'node:fs';

/** The process that has a store open. */
export interface Owner {
  readonly pid: number;
  /** When the process began, in the kernel's ticks, where the system tells (Linux); else ''. */
  readonly started: string;
}

/** This process. */
export function thisProcess(): Owner {
  return { pid: process.pid, started: startOf(process.pid) };
}

/** Whether the process still runs. A number is given out again after a while, in containers soon. */
export function isRunning({ pid, started }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return started === startOf(pid);
}

/** Field 22 of /proc/<pid>/stat, counted after the command name, which may hold spaces. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
