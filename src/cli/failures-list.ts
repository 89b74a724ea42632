import { Command } from 'commander';
import { type ListedFailure, listedFailure } from '../failures/listed-failure.ts';
import {
  addChoiceOptions,
  type ChoiceFlags,
  openFailures,
  reportingFailures,
} from './failures-context.ts';
import { failureLines } from './failures-lines.ts';
import { parseCount } from './option-values.ts';
import { printableJson } from './printable.ts';
import { styleOf } from './style.ts';
import { UsageError } from './usage-error.ts';

interface ListFlags extends ChoiceFlags {
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly limit?: number;
  readonly errors: boolean;
}

export function failuresListCommand(): Command {
  const command = new Command('list')
    .description('Lists failure messages without consuming them.')
    .addHelpText(
      'after',
      '\nExamples:\n  sluicebox failures list orders-failed --since 2h\n  sluicebox failures list s3://orders-failed --json',
    )
    .argument('[place]', 'a queue (name, URL, ARN) or s3://bucket; default: of all mappings')
    .option('--json', 'one JSON array')
    .option('--ndjson', 'one JSON object a line')
    .option('--limit <count>', 'at most so many, the oldest first', parseCount)
    .option('--no-errors', "does not look for the handlers' errors in their logs");
  return addChoiceOptions(command).action((place: string | undefined, flags: ListFlags) =>
    reportingFailures((signal) => list(place, flags, signal)),
  );
}

async function list(
  place: string | undefined,
  flags: ListFlags,
  signal: AbortSignal,
): Promise<void> {
  if (flags.json && flags.ndjson) throw new UsageError('Give either --json or --ndjson.');
  const context = await openFailures(flags);
  const all = await context.find({ place, filter: flags, signal });
  const failures = all.slice(0, flags.limit);
  const listed: ListedFailure[] = [];
  const look = listedFailure(context, { wantErrors: flags.errors });
  for (const failure of failures) listed.push(await look(failure));
  if (flags.json) console.log(printableJson(listed, 2));
  else if (flags.ndjson) for (const one of listed) console.log(printableJson(one));
  else
    for (const line of failureLines(listed, styleOf(process.stdout, process.env)))
      console.log(line);
  if (all.length > failures.length) context.tell(`${all.length - failures.length} more: --limit.`);
}
