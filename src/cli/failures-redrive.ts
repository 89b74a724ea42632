import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../clock/system-clock.ts';
import { awsClients } from '../failures/aws-clients.ts';
import { failuresById } from '../failures/choose-failures.ts';
import { LedgerError } from '../failures/redrive-ledger-entry.ts';
import { messageRemover } from '../failures/redrive-remove.ts';
import { invokeBy, putRecordsBy, rolesBy, SEND_ONCE } from '../failures/redrive-senders.ts';
import { targetOf } from './aws-target.ts';
import {
  addChoiceOptions,
  type ChoiceFlags,
  type FailuresContext,
  openFailures,
  reportingFailures,
} from './failures-context.ts';
import { parseCount } from './option-values.ts';
import { printable } from './printable.ts';
import { CLEAR_LINE } from './progress-bar.ts';
import { checkFlags, type RedriveFlags } from './redrive-flags.ts';
import type { RedrivePlace } from './redrive-lines.ts';
import { type RedriveServices, runRedrive, type Talk } from './redrive-run.ts';
import { styleOf } from './style.ts';
import { UsageError } from './usage-error.ts';

interface Flags extends RedriveFlags, ChoiceFlags {}

export function failuresRedriveCommand(): Command {
  const command = new Command('redrive')
    .description('Sends the records of failure messages again, each of them once.')
    .argument('[ids...]', 'the messages, as `sluicebox failures list` names them')
    .option('--all', 'all that the filters leave')
    .option('--from <place>', 'a queue (name, URL, ARN) or s3://bucket; default: of all mappings')
    .addOption(
      new Option('--to <target>', 'invoke the function, put to the stream, or write a file')
        .choices(['lambda', 'stream', 'file'])
        .makeOptionMandatory(),
    )
    .option('--out <path>', 'the file; nothing is overwritten')
    .option('--to-function <name>', 'instead of the function that gave the records up')
    .option('--to-stream <stream>', 'instead of the stream that they came from: a name or an ARN')
    .option('--each', 'invokes the function for each record, not for the batch')
    .option('--match <pattern>', 'only records that match this pattern of filter criteria')
    .option('--limit <count>', 'at most so many messages, the oldest first', parseCount)
    .option('--rate <records>', 'at most so many records a second', parseRate)
    .option('--concurrency <count>', 'so many shards at once', parseCount, 1)
    .option('--dry-run', 'shows what would be done, and does nothing')
    .option('--yes', 'does not ask')
    .option('--ledger <path>', 'remembers what was sent (default: in .sluicebox-redrive/)')
    .option('--again', 'also what the ledger says was sent before')
    .option('--resend-unknown', 'sends again what may have arrived before')
    .option('--accept-unknown', 'takes for sent what may have arrived before')
    .option('--keep-messages', 'deletes no message')
    .option('--delete-messages', 'deletes messages also once their records are in a file')
    .option('--delete-objects', 'deletes messages in S3 too')
    .option('--json', 'one JSON array')
    .addHelpText(
      'after',
      '\nExamples:\n  sluicebox failures redrive --all --to lambda --dry-run' +
        '\n  sluicebox failures redrive 3f2a9c --to lambda --each' +
        '\n  sluicebox failures redrive --all --to file --out failed.ndjson',
    );
  return addChoiceOptions(command).action((ids: string[], flags: Flags) =>
    reportingFailures((signal) => redrive(ids, flags, signal)),
  );
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (rate > 0 && Number.isFinite(rate)) return rate;
  throw new InvalidArgumentError('It takes a number greater than 0.');
}

async function redrive(ids: readonly string[], flags: Flags, signal: AbortSignal): Promise<void> {
  checkFlags(flags, ids);
  const context = await openFailures(flags);
  try {
    const found = await context.find({ filter: flags, signal });
    const chosen = (flags.all ? found : failuresById(found, ids)).slice(0, flags.limit);
    if (chosen.length === 0) return context.tell('There is no failure message to redrive.');
    process.exitCode = await runRedrive({
      failures: chosen,
      flags,
      place: await placeOf(context, flags),
      services: servicesOf(context, flags),
      talk: terminal(),
      signal,
    });
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new UsageError(printable(error.message), { cause: error });
  }
}

async function placeOf(context: FailuresContext, flags: Flags): Promise<RedrivePlace> {
  const { endpoint } = context.target;
  const [account, region] = await Promise.all([context.account(), context.clients.region()]);
  const host = endpoint === undefined ? [] : [new URL(endpoint).host.replace(/\W/g, '-')];
  const name = `${[...host, account, region].join('-')}.ndjson`;
  return { account, region, endpoint, ledger: flags.ledger ?? join('.sluicebox-redrive', name) };
}

function servicesOf({ clients, reader, tell }: FailuresContext, flags: Flags): RedriveServices {
  const sending = awsClients((service) => ({ ...targetOf(flags, service).client, ...SEND_ONCE }));
  return {
    clock: systemClock,
    hydrate: reader.hydrate,
    tell,
    remove: messageRemover(clients, { deleteObjects: flags.deleteObjects === true }),
    putRecords: async () => putRecordsBy(await sending.kinesis()),
    async lambda() {
      const client = await sending.lambda();
      const roleOf = rolesBy(client, (name, reason) =>
        tell(`invokeIdentityArn is empty: the role of ${name} cannot be read (${reason}).`),
      );
      return { invoke: invokeBy(client), roleOf };
    },
  };
}

function terminal(): Talk {
  const talk: Talk = {
    print: (line) => console.log(line),
    say: (line) => console.error(line),
    style: styleOf(process.stdout, process.env),
  };
  if (!process.stderr.isTTY) return talk;
  const progress = (text: string) => void process.stderr.write(`${CLEAR_LINE}${text}`);
  return process.stdin.isTTY ? { ...talk, progress, ask } : { ...talk, progress };
}

/** Ctrl-C and the end of the input are a no: both close the lines without an answer. */
function ask(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => resolve(false));
    lines.question(`${question} [y/N] `, (answer) => {
      resolve(/^y(es)?$/i.test(answer.trim()));
      lines.close();
    });
  });
}
