#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { expectedError } from '../app/expected-errors.ts';
import { demoCommand } from './demo-command.ts';
import { envCommand } from './env-command.ts';
import { failuresCommand } from './failures-command.ts';
import { generateCommand } from './generate-command.ts';
import { lintCommand } from './lint-command.ts';
import { printableLines } from './printable.ts';
import { putCommand } from './put-command.ts';
import { tailCommand } from './tail-command.ts';
import { upCommand } from './up-command.ts';
import { UsageError } from './usage-error.ts';

/** Exit status when whoever reads the output is gone: what a shell shows for SIGPIPE. */
const BROKEN_PIPE = 141;

/** Exit status for whatever the person who typed the command can put right. */
const BAD_INPUT = 2;

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

const program = new Command('sluicebox')
  .description('Runs Kinesis → Lambda consumers anywhere, with the failure handling that AWS has.')
  .version(version)
  .showHelpAfterError('(--help shows what there is, with an example)')
  .exitOverride();

for (const command of [
  upCommand(),
  demoCommand(),
  putCommand(),
  generateCommand(),
  tailCommand(),
  envCommand(),
  failuresCommand(),
  lintCommand(version),
]) {
  program.addCommand(
    command.exitOverride().showHelpAfterError(`(sluicebox ${command.name()} --help)`),
  );
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(BROKEN_PIPE);
});

// Until something runs that has to be stopped with care, a signal ends the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_INPUT;
  const expected = error instanceof UsageError ? error.message : expectedError(error);
  if (expected === undefined) {
    console.error(error);
    return 1;
  }
  console.error(`sluicebox: ${printableLines(expected)}`);
  return BAD_INPUT;
}
