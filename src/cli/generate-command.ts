import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { systemClock } from '../clock/system-clock.ts';
import { awsClients } from '../failures/aws-clients.ts';
import { generate } from '../generate/generate.ts';
import { GenerateError } from '../generate/generate-error.ts';
import { kinesisPort } from '../generate/kinesis-port.ts';
import { periodicRate } from '../generate/periodic-rate.ts';
import { periodicTable } from '../generate/periodic-table.ts';
import { MUTATION_NAMES, type MutationName } from '../generate/poison.ts';
import { type Rate, rateOf } from '../generate/rate.ts';
import { type RecordSource, recordSource } from '../generate/record-source.ts';
import { noTotals, type Totals } from '../generate/totals.ts';
import { type Random, seededRandom, systemRandom } from '../random/random.ts';
import {
  addTargetOptions,
  refusalText,
  type Target,
  type TargetFlags,
  targetOf,
} from './aws-target.ts';
import { LiveLine, summaryText } from './generate-progress.ts';
import { interruptible } from './interruptible.ts';
import { parseCount, parseDuration, parseRate, parseShare, parseWhole } from './option-values.ts';
import { printable } from './printable.ts';
import { UsageError } from './usage-error.ts';

interface GenerateFlags extends TargetFlags {
  readonly template?: string;
  readonly data?: string;
  readonly partitionKey: string;
  readonly newline?: boolean;
  readonly rate: number | 'max';
  readonly rampTo?: number | 'max';
  readonly rampOver?: number;
  readonly swing?: number | 'max';
  readonly period?: number;
  readonly periodic?: string;
  readonly count?: number;
  readonly duration?: number;
  readonly poison?: number;
  readonly poisonTemplate?: string;
  readonly poisonMutation?: MutationName;
  readonly kpl?: boolean;
  readonly seed?: number;
  readonly shardLimits: boolean;
  readonly concurrency: number;
  readonly retries: number;
  readonly sample?: number;
  readonly json?: boolean;
}

/** The template of the reference application, which is what is put when nothing else is given. */
const ELEMENT_TEMPLATE = fileURLToPath(
  new URL('../../pattern/producer/element.template', import.meta.url),
);
/** As the Kinesis Data Generator makes them, which has no other. */
const PARTITION_KEY = '{{random.number(9999999999)}}';
/** What the Kinesis Data Generator begins with. */
const RATE = 100;

export function generateCommand(): Command {
  const command = new Command('generate')
    .description('Puts made-up records to a stream, from a template of the Kinesis Data Generator.')
    .argument('[stream]', "the stream's name")
    .option('--template <file>', 'the template of a record (default: the chemical elements)')
    .option('--data <text>', 'the template itself, instead of a file')
    .option('--partition-key <template>', 'the template of the partition key', PARTITION_KEY)
    .option('--newline', 'end each record with a line break')
    .option('--rate <records>', 'records a second, or max', parseRate, RATE)
    .option('--ramp-to <records>', 'let the rate go to this one evenly', parseRate)
    .option('--ramp-over <duration>', 'how long that takes (default: 1m)', parseDuration)
    .option('--swing <records>', 'let the rate go up and down by so much', parseRate)
    .option(
      '--period <duration>',
      'how long it takes up, down and back (default: 1m)',
      parseDuration,
    )
    .addOption(
      new Option('--periodic <file>', 'a table of rates by weekday and hour').conflicts([
        'rampTo',
        'swing',
        'rate',
      ]),
    )
    .option('--count <records>', 'end after so many', parseCount)
    .option('--duration <duration>', 'end after such a time: 30s, 5m, 2h', parseDuration)
    .option('--poison <share>', 'make some of them bad: 0.1%', parseShare)
    .option('--poison-template <file>', 'the template of a bad record')
    .addOption(
      new Option('--poison-mutation <how>', 'how a good record is made bad (default: truncate)')
        .choices(MUTATION_NAMES)
        .conflicts('poisonTemplate'),
    )
    .option('--kpl', 'aggregate as the Kinesis Producer Library does')
    .option('--seed <number>', 'make the same records again', parseWhole)
    .option('--no-shard-limits', 'put more than 1,000 records or 1 MiB a second and shard')
    .option('--concurrency <requests>', 'requests at once; 1 keeps the order', parseCount, 8)
    .option('--retries <times>', 'how often a record is put again', parseWhole, 10)
    .option('--sample <records>', 'print so many records, and put none', parseCount)
    .option('--json', 'print what it came to as JSON');
  return addTargetOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  sluicebox generate orders --template order.template --rate 1000 --duration 1m' +
        '\n  sluicebox generate DataActivityKinesisStream --rate 10 --poison 1% ' +
        '--poison-mutation retype' +
        `\n  sluicebox generate --data '{"id": {{sequence}}, "by": "{{name.firstName}}"}' --sample 3`,
    )
    .action((stream: string | undefined, flags: GenerateFlags) => run(stream, flags));
}

async function run(stream: string | undefined, flags: GenerateFlags): Promise<void> {
  try {
    const source = await sourceOf(flags);
    if (flags.sample !== undefined) showSamples(source, flags.sample);
    else if (stream === undefined) throw new UsageError('Name a stream, or give --sample.');
    else await putTo(stream, source, flags);
  } catch (error) {
    if (!(error instanceof GenerateError)) throw error;
    throw new UsageError(printable(error.message), { cause: error });
  }
}

async function sourceOf(flags: GenerateFlags): Promise<RecordSource> {
  if (flags.data !== undefined && flags.template !== undefined) {
    throw new UsageError('Give either --data or --template, not both.');
  }
  const { poison: share = 0, poisonTemplate, poisonMutation = 'truncate' } = flags;
  if (share === 0 && (poisonTemplate !== undefined || flags.poisonMutation !== undefined)) {
    throw new UsageError('Say how many records are to be bad: --poison 1%.');
  }
  const by =
    poisonTemplate === undefined
      ? { mutation: poisonMutation }
      : { template: read('--poison-template', poisonTemplate) };
  return recordSource(
    {
      template: flags.data ?? read('--template', flags.template ?? ELEMENT_TEMPLATE),
      partitionKey: flags.partitionKey,
      newline: flags.newline ?? false,
      ...(share > 0 && { poison: { share, by } }),
    },
    { random: randomOf(flags), clock: systemClock },
  );
}

const randomOf = ({ seed }: Pick<GenerateFlags, 'seed'>): Random =>
  seed === undefined ? systemRandom : seededRandom(seed);

function showSamples(source: RecordSource, count: number): void {
  for (let left = count; left > 0; left--) {
    console.log(printable(Buffer.from(source.next().data).toString()));
  }
}

async function putTo(stream: string, source: RecordSource, flags: GenerateFlags): Promise<void> {
  const target = targetOf(flags, 'KINESIS');
  const rate = rateFor(flags);
  const client = await awsClients((service) => targetOf(flags, service).client).kinesis();
  const running = interruptible();
  const totals = noTotals();
  const write = (text: string) => void process.stderr.write(text);
  const live = process.stderr.isTTY
    ? new LiveLine(totals, { clock: systemClock, write })
    : undefined;
  const startMs = systemClock.now();
  console.error(`Putting to ${stream} at ${target.text} …`);
  try {
    await generate({
      source,
      kinesis: await kinesisPort(client, stream),
      rate,
      clock: systemClock,
      random: systemRandom,
      count: flags.count,
      durationMs: flags.duration,
      respectsShardLimits: flags.shardLimits,
      aggregates: flags.kpl ?? false,
      concurrency: flags.concurrency,
      retries: flags.retries,
      signal: running.signal,
      totals,
    }).finally(() => live?.end());
  } catch (error) {
    const refusal = refused(error, target);
    if (totals.put === 0 || !(refusal instanceof UsageError)) throw refusal;
    console.error(`sluicebox: ${printable(refusal.message)}`);
    process.exitCode = 1;
  } finally {
    client.destroy();
    running.end();
  }
  tell(totals, { startMs, poisoned: source.poisoned, flags });
  if (totals.lost > 0) process.exitCode = 1;
}

function rateFor({ periodic, ...flags }: GenerateFlags): Rate {
  if (periodic === undefined) return rateOf(rateSettings(flags));
  const table = periodicTable(read('--periodic', periodic));
  return periodicRate(table, { startMs: systemClock.now(), random: randomOf(flags) });
}

function rateSettings({ rate, rampTo, rampOver, swing, period }: Omit<GenerateFlags, 'periodic'>) {
  const minuteMs = 60_000;
  if (rampTo === 'max' || swing === 'max') {
    throw new UsageError('--ramp-to and --swing take a number of records a second.');
  }
  if ((rampOver !== undefined && rampTo === undefined) || (period && swing === undefined)) {
    throw new UsageError('--ramp-over belongs to --ramp-to, and --period to --swing.');
  }
  return {
    perSecond: rate,
    ...(rampTo !== undefined && { ramp: { toPerSecond: rampTo, overMs: rampOver ?? minuteMs } }),
    ...(swing !== undefined && { swing: { byPerSecond: swing, periodMs: period ?? minuteMs } }),
  };
}

/** The summary is talk; only what --json asks for is output. */
function tell(
  totals: Totals,
  { startMs, poisoned, flags }: { startMs: number; poisoned: number; flags: GenerateFlags },
): void {
  const tookMs = systemClock.now() - startMs;
  console.error(printable(summaryText(totals, tookMs, poisoned)));
  if (flags.json) console.log(JSON.stringify({ ...totals, poisoned, tookMs }));
}

function refused(error: unknown, target: Target): unknown {
  if (!(error instanceof GenerateError)) return error;
  const reason = refusalText(error.cause ?? error, target);
  return new UsageError(printable(`Nothing more is put: ${reason}`), { cause: error });
}

function read(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option}: ${(error as Error).message}`, { cause: error });
  }
}
