import { spawnSync } from 'node:child_process';

/**
 * Whether a program that some tests need is on this machine. In CI it must be: there a test that
 * skips itself would be a test that cannot fail.
 */
export function available(program: string, args: readonly string[] = ['--version']): boolean {
  const found = spawnSync(program, args, { stdio: 'ignore' }).status === 0;
  if (!found && process.env.CI)
    throw new Error(`${program} ${args.join(' ')} fails, and CI needs it.`);
  return found;
}

/** What a program says of its version, on whichever stream; '' when there is none of that name. */
export function versionOf(program: string): string {
  const { stdout, stderr } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return `${stdout ?? ''}${stderr ?? ''}`.trim();
}
