import { spawnSync } from 'node:child_process';

/** Writes the path of `chrt` when it is there and may set the policy: a container may forbid it. */
const PROBE = 'chrt=$(command -v chrt) && "$chrt" -b 0 true && echo "$chrt"';

let words: readonly string[] | undefined;

/**
 * The words to put before a command to run it under the scheduling policy SCHED_BATCH: a process
 * that wakes does not preempt the one that runs. None where `chrt` is missing or forbidden. The
 * system is asked once; `chrt` becomes the command, so there is no process more for it.
 */
export function batchPolicy(): readonly string[] {
  words ??= ask();
  return words;
}

function ask(): readonly string[] {
  const chrt = spawnSync('/bin/sh', ['-c', PROBE], { encoding: 'utf8' }).stdout?.trim();
  return chrt ? [chrt, '-b', '0'] : [];
}
