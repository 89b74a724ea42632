import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Reads `+ <group>` and `- <group>` lines; at their end it kills the groups that are left. The
 * shell is the smallest thing that outlives us everywhere.
 */
const SCRIPT = `
groups=' '
while read -r sign group; do
  case $sign in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -KILL "-$group" 2>/dev/null; done
exit 0
`;

/**
 * Kills process groups whose owner can no longer do it: a small process that waits for the end of
 * its input, which comes also when this process is killed outright. Without it, a handler that
 * loops for ever would outlive a server that was stopped by force.
 */
export class Reaper {
  readonly #groups = new Set<number>();
  #shell: ChildProcess | undefined;

  /** From now on, `group` dies when this process does. */
  watch(group: number): void {
    this.#groups.add(group);
    if (this.#shell) this.#shell.stdin?.write(`+ ${group}\n`);
    else this.#start();
  }

  /** The group is gone; its number may soon be somebody else's. */
  forget(group: number): void {
    this.#groups.delete(group);
    this.#shell?.stdin?.write(`- ${group}\n`);
  }

  close(): void {
    this.#shell?.stdin?.end();
    this.#shell = undefined;
  }

  /** When there is no process to be had, the next group that is watched is another try. */
  #start(): void {
    try {
      // A session of its own, so that Ctrl-C in the terminal does not reach it.
      const shell = spawn('/bin/sh', ['-c', SCRIPT], {
        detached: true,
        stdio: ['pipe', 'ignore', 'ignore'],
        env: {},
        cwd: '/',
      });
      const lost = () => {
        if (this.#shell === shell) this.#shell = undefined;
      };
      shell.on('error', lost).on('exit', lost);
      shell.stdin?.on('error', () => {});
      shell.unref();
      this.#shell = shell;
      for (const group of this.#groups) shell.stdin?.write(`+ ${group}\n`);
    } catch {
      // Some errors of the system come this way.
    }
  }
}
