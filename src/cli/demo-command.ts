import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { runDemo } from './demo/run-demo.ts';
import { addStartOptions, type StartFlags } from './start-options.ts';

/** The reference application, which comes with the package. */
const PATTERN = fileURLToPath(new URL('../../pattern/', import.meta.url));

interface DemoFlags extends StartFlags {
  readonly once?: boolean;
}

export function demoCommand(): Command {
  const command = new Command('demo')
    .description('Runs the reference pattern, and plays it without and with a poison pill.')
    .option('--once', 'exit after the scenarios: 0 when what was observed is right')
    .addHelpText('after', '\nExample:\n  sluicebox demo --once --ephemeral --port 0')
    .action(async (flags: DemoFlags) => {
      const isRight = await runDemo(PATTERN, { ...flags, once: flags.once ?? false });
      process.exitCode = isRight ? 0 : 1;
    });
  return addStartOptions(command);
}
