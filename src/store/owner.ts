import { readFileSync } from 'node:fs';

/** The process that has a store open. */
export interface Owner {
  readonly pid: number;
  /** When the process began, in the kernel's ticks, where the system tells (Linux); else ''. */
  readonly started: string;
  /** Which start of the machine that was, where the system tells (Linux); else ''. */
  readonly boot?: string;
}

/** This process. */
export function thisProcess(): Owner {
  return { pid: process.pid, started: statOf(process.pid).startedTicks, boot: boot() };
}

/**
 * Whether the process still runs. A number is given out again after a while, in containers soon; and
 * one that was killed keeps its number until its parent asks how it ended, which some never do.
 */
export function isRunning({ pid, started }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const { state, startedTicks } = statOf(pid);
  return started === startedTicks && !ENDED.has(state);
}

/** Whether the machine may have gone down since a process had the store; if in doubt, it has. */
export function mayHaveLostPower(owner: Owner): boolean {
  const now = boot();
  return now === '' || owner.boot !== now;
}

/** States of a process, in /proc/<pid>/stat, that has ended: a zombie, and one that is dead. */
const ENDED: ReadonlySet<string> = new Set(['Z', 'X']);

/** Fields 3 and 22 of /proc/<pid>/stat, counted after the command name, which may hold spaces. */
function statOf(pid: number): { readonly state: string; readonly startedTicks: string } {
  const stat = textOf(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startedTicks: fields[19] ?? '' };
}

const boot = () => textOf('/proc/sys/kernel/random/boot_id').trim();

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
