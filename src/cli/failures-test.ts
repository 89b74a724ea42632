import { Command } from 'commander';
import { parseArn } from '../aws/arn.ts';
import { DEFAULT_SCOPE } from '../aws/scope.ts';
import { systemClock } from '../clock/system-clock.ts';
import { failuresById } from '../failures/choose-failures.ts';
import { eventRecords } from '../failures/decode-data.ts';
import type { HydratedRecord } from '../failures/failure.ts';
import { findLocalFunction } from '../failures/local-function.ts';
import { type Tried, tryRecords } from '../failures/try-records.ts';
import { systemRandom } from '../random/random.ts';
import {
  addPlaceOptions,
  type FailuresFlags,
  FROM_OPTION,
  openFailures,
  planOptionsOf,
  reportingFailures,
} from './failures-context.ts';
import { printable, printableJson, printableLog } from './printable.ts';
import { DEFAULT_PORT } from './start-options.ts';
import { type Style, styleOf } from './style.ts';

interface TestFlags extends FailuresFlags {
  readonly function: string;
  readonly json?: boolean;
  readonly logs?: boolean;
}

export function failuresTestCommand(): Command {
  const command = new Command('test')
    .description('Runs the code of a local handler on the records of a message.')
    .addHelpText(
      'after',
      '\nExample:\n  sluicebox failures test 3f9c --function src/app.ts#handler',
    )
    .argument('<id>', 'as `failures list` shows it; its beginning is enough')
    .requiredOption(
      '--function <function>',
      'a logical id or name of the template (--template, or the one here), or file.mjs#export',
    )
    .option(...FROM_OPTION)
    .option('--json', 'one JSON object')
    .option('--logs', 'also print what the handler writes');
  return addPlaceOptions(command).action((id: string, flags: TestFlags) =>
    reportingFailures((signal) => test(id, flags, signal)),
  );
}

async function test(id: string, flags: TestFlags, signal: AbortSignal): Promise<void> {
  const { template, stackName: _, parameterOverrides: __, ...others } = flags;
  const isPlaced = flags.from !== undefined || flags.mapping !== undefined;
  // Without --template these options are for the template here, which names the function only.
  const context = await openFailures(isPlaced || template === undefined ? others : flags);
  const all = await context.find({ signal, isQuiet: true });
  const [failure] = failuresById(all, [id]);
  if (!failure) return;
  const { region = DEFAULT_SCOPE.region, account = DEFAULT_SCOPE.account } =
    parseArn(failure.functionArn) ?? {};
  const scope = { region, account };
  // Never AWS by accident: a handler that is tried writes where nothing is real.
  const endpoint = context.target.endpoint ?? `http://127.0.0.1:${DEFAULT_PORT}`;
  const local = findLocalFunction(flags.function, {
    ...{ template, endpoint },
    ...planOptionsOf(flags, scope),
  });
  const hydration = await context.reader.hydrate(failure);
  if (hydration.text !== '') context.tell(hydration.text);
  const records = eventRecords(failure, hydration.records);
  if (records.length === 0) {
    process.exitCode = 1;
    return;
  }
  const tried = await tryRecords(local, records, {
    failure,
    scope,
    signal,
    clock: systemClock,
    random: systemRandom,
    endpoint,
    onOutput: (text) => flags.logs && console.error(printableLog(text)),
  });
  if (flags.json) console.log(printableJson(asJson(failure.id, records, tried), 2));
  else
    for (const line of lines(records, tried, styleOf(process.stdout, process.env)))
      console.log(line);
  const isAllGood = [...tried.batches, ...tried.each].every(({ error }) => error === undefined);
  if (!isAllGood || hydration.missing !== 'none' || signal.aborted) process.exitCode = 1;
}

function asJson(id: string, records: readonly HydratedRecord[], { batches, each }: Tried) {
  return {
    id,
    batches,
    each: each.map((attempt, index) => ({
      sequenceNumber: records[index]?.sequenceNumber,
      subSequenceNumber: records[index]?.subSequenceNumber,
      ...attempt,
    })),
  };
}

function lines(records: readonly HydratedRecord[], { batches, each }: Tried, style: Style) {
  const outcome = (error: string | undefined) =>
    error === undefined ? style.good('✓ succeeds') : style.bad(`✗ ${printable(error)}`);
  const failed = each.filter(({ error }) => error !== undefined).length;
  return [
    ...batches.map(({ records: count, error }) => `as a batch of ${count}  ${outcome(error)}`),
    ...each.map(({ error }, index) => {
      const { sequenceNumber = '', subSequenceNumber } = records[index] ?? {};
      const place = subSequenceNumber === undefined ? '' : `.${subSequenceNumber}`;
      return `alone  ${sequenceNumber}${place}  ${outcome(error)}`;
    }),
    `${failed} of ${each.length} records fail alone.`,
  ];
}
