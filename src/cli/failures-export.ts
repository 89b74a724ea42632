import { Command } from 'commander';
import { type Archive, archiveAt, keepOnce } from '../failures/archive.ts';
import { failuresById } from '../failures/choose-failures.ts';
import type { Failure } from '../failures/failure.ts';
import { isOfOneMessage } from '../failures/failures-error.ts';
import {
  addChoiceOptions,
  type ChoiceFlags,
  type FailuresContext,
  FROM_OPTION,
  openFailures,
  reportingFailures,
} from './failures-context.ts';
import { keptLine, leftOutLine } from './failures-lines.ts';
import { UsageError } from './usage-error.ts';

interface ExportFlags extends ChoiceFlags {
  readonly out: string;
  readonly all?: boolean;
}

export function failuresExportCommand(): Command {
  const command = new Command('export')
    .description('Keeps messages and their records as files, before the records expire.')
    .addHelpText('after', '\nExample:\n  sluicebox failures export --all --since 1d --out failed/')
    .argument('[ids...]', 'as `failures list` shows them')
    .requiredOption('--out <place>', 'a folder, or s3://bucket/prefix')
    .option('--all', 'all messages that the filters let through')
    .option(...FROM_OPTION);
  return addChoiceOptions(command).action((ids: string[], flags: ExportFlags) =>
    reportingFailures((signal) => exportFailures(ids, flags, signal)),
  );
}

async function exportFailures(
  ids: readonly string[],
  flags: ExportFlags,
  signal: AbortSignal,
): Promise<void> {
  if (ids.length > 0 === (flags.all === true)) throw new UsageError('Give ids, or --all.');
  const context = await openFailures(flags);
  const found = await context.find({ filter: flags, signal });
  const archive = archiveAt(flags.out, context.clients);
  for (const failure of flags.all ? found : failuresById(found, ids)) {
    if (signal.aborted) {
      process.exitCode = 1;
      return;
    }
    if (!(await exportOne(failure, archive, context))) process.exitCode = 1;
  }
}

/** Answers whether all is there. */
async function exportOne(
  failure: Failure,
  archive: Archive,
  { reader, tell }: FailuresContext,
): Promise<boolean> {
  try {
    const kept = await keepOnce(archive, failure, reader.hydrate);
    tell(keptLine(failure, kept, archive));
    return kept.missing === 'none' || kept.missing === 'no-range';
  } catch (error) {
    if (!isOfOneMessage(error)) throw error;
    tell(leftOutLine(failure, error));
    return false;
  }
}
