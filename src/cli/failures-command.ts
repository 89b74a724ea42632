import { Command } from 'commander';
import { failuresListCommand } from './failures-list.ts';
import { failuresRedriveCommand } from './failures-redrive.ts';

/** `sluicebox failures …`: what mappings gave up, read back. */
export function failuresCommand(): Command {
  const command = new Command('failures').description(
    'Finds the records that mappings gave up, here and on AWS.',
  );
  for (const one of [failuresListCommand(), failuresRedriveCommand()]) {
    command.addCommand(
      one.exitOverride().showHelpAfterError(`(sluicebox failures ${one.name()} --help)`),
    );
  }
  return command;
}
