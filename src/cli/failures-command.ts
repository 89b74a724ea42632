import { Command } from 'commander';
import { failuresExportCommand } from './failures-export.ts';
import { failuresListCommand } from './failures-list.ts';
import { failuresRedriveCommand } from './failures-redrive.ts';
import { failuresShowCommand } from './failures-show.ts';
import { failuresTestCommand } from './failures-test.ts';
import { failuresWatchCommand } from './failures-watch.ts';

/** `sluicebox failures …`: what mappings gave up, read back. */
export function failuresCommand(): Command {
  const command = new Command('failures').description(
    'Finds the records that mappings gave up, here and on AWS.',
  );
  command.addHelpText('after', '\nExample:\n  sluicebox failures list orders-failed');
  for (const one of [
    failuresListCommand(),
    failuresShowCommand(),
    failuresTestCommand(),
    failuresExportCommand(),
    failuresWatchCommand(),
    failuresRedriveCommand(),
  ]) {
    command.addCommand(
      one.exitOverride().showHelpAfterError(`(sluicebox failures ${one.name()} --help)`),
    );
  }
  return command;
}
