import { Command } from 'commander';
import { systemClock } from '../clock/system-clock.ts';
import { type AwsClients, awsClients } from '../failures/aws-clients.ts';
import {
  addTargetOptions,
  refusalText,
  type Target,
  type TargetFlags,
  targetOf,
} from './aws-target.ts';
import { timeAt } from './endpoint-time.ts';
import { type Interruptible, interruptible } from './interruptible.ts';
import { parseCount, parseShard } from './option-values.ts';
import { printable, printableJson, printableLog } from './printable.ts';
import { styleOf } from './style.ts';
import { eventDrawer, tailEvents } from './tail-events.ts';
import { type From, parseFrom, type Start, startOf } from './tail-from.ts';
import { followLog, logGroupOf, logReader } from './tail-logs.ts';
import { expanded, recordJson, recordLine, timeText } from './tail-record.ts';
import { tailStream } from './tail-stream.ts';
import { streamReader } from './tail-stream-reader.ts';
import { UsageError } from './usage-error.ts';

interface TailFlags extends TargetFlags {
  readonly function?: string;
  readonly mapping?: string | true;
  readonly from?: From;
  readonly shard?: string;
  readonly limit?: number;
  readonly follow: boolean;
  readonly json?: boolean;
}

/**
 * From one read to the next. AWS allows five reads a second and shard, for all its readers
 * (Kinesis API reference, GetRecords), and Lambda takes one of them.
 */
const PAUSE_MS = { here: 200, aws: 1000 };

export function tailCommand(): Command {
  const command = new Command('tail')
    .description('Shows what happens as it happens: records, the logs of a function, or batches.')
    .argument('[stream]', "the stream's name: its records are shown")
    .option('--function <name>', 'the logs of this function instead; part of its name will do')
    .option('--mapping [uuid]', 'the batches of this event source mapping instead, or of all')
    .option(
      '--from <where>',
      'latest, trim-horizon, a time, 10m (ago), a sequence number',
      parseFrom,
    )
    .option('--shard <shard>', 'of this shard alone: shardId-000000000003, or 3', parseShard)
    .option('--limit <number>', 'end after so many records or lines', parseCount)
    .option('--no-follow', 'end when all that is there was shown')
    .option('--json', 'a line of JSON for each');
  return addTargetOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  sluicebox tail orders --from trim-horizon --no-follow --json' +
        '\n  sluicebox tail --function OrderConsumer --from 10m\n  sluicebox tail --mapping',
    )
    .action((stream: string | undefined, flags: TailFlags) => tail(stream, flags));
}

async function tail(stream: string | undefined, flags: TailFlags): Promise<void> {
  const given = [stream, flags.function, flags.mapping].filter((one) => one !== undefined);
  if (given.length !== 1) throw new UsageError('Give one of a stream, --function or --mapping.');
  const service = stream !== undefined ? 'KINESIS' : flags.function ? 'CLOUDWATCH_LOGS' : 'LAMBDA';
  const target = targetOf(flags, service);
  const clients = awsClients((of) => targetOf(flags, of).client);
  const running = interruptible();
  const parts = { flags, target, clients, running };
  try {
    if (stream !== undefined) await tailRecords(stream, parts);
    else if (flags.function !== undefined) await tailLog(flags.function, parts);
    else await tailMapping(parts);
  } catch (error) {
    if (running.signal.aborted) return;
    if (error instanceof UsageError) throw error;
    throw new UsageError(printable(refusalText(error, target)), { cause: error });
  } finally {
    running.end();
  }
}

interface Tail {
  readonly flags: TailFlags;
  readonly target: Target;
  readonly clients: AwsClients;
  readonly running: Interruptible;
}

async function tailRecords(stream: string, tail: Tail): Promise<void> {
  const { flags, target, clients, running } = tail;
  if (flags.from?.type === 'sequence-number' && flags.shard === undefined) {
    throw new UsageError('A sequence number is of one shard: say which one, with --shard.');
  }
  const style = styleOf(process.stdout, process.env);
  const print = printer(flags, running);
  const client = await clients.kinesis();
  console.error(`Records of ${stream} at ${target.text}:`);
  try {
    await tailStream({
      reader: await streamReader(client, stream),
      from: startOf(flags.from, await timeAt(target.endpoint)),
      shardId: flags.shard,
      follows: flags.follow,
      pauseMs: target.endpoint === undefined ? PAUSE_MS.aws : PAUSE_MS.here,
      clock: systemClock,
      streamTime: () => timeAt(target.endpoint),
      signal: running.signal,
      onGone: () => console.error(`${target.text} was reset: ${stream} is read from its start.`),
      take: (record) => {
        for (const one of expanded(record)) {
          print(flags.json ? recordJson(one) : recordLine(one, style));
        }
      },
    });
  } finally {
    client.destroy();
  }
}

async function tailLog(asked: string, tail: Tail): Promise<void> {
  const { flags, target, clients, running } = tail;
  if (flags.shard !== undefined) throw new UsageError('--shard is for the records of a stream.');
  const style = styleOf(process.stdout, process.env);
  const print = printer(flags, running);
  const nowMs = await timeAt(target.endpoint);
  const lambda = await clients.lambda();
  const logs = await clients.logs();
  try {
    const group = await logGroupOf(lambda, asked);
    console.error(`Log group ${printable(group)} at ${target.text}:`);
    await followLog({
      read: await logReader(logs, group),
      sinceMs: sinceMsOf(startOf(flags.from, nowMs), nowMs),
      follows: flags.follow,
      pauseMs: target.endpoint === undefined ? PAUSE_MS.aws : PAUSE_MS.here,
      clock: systemClock,
      signal: running.signal,
      take: ({ timestamp, logStreamName, message }) => {
        const at = timeText(timestamp);
        const text = message.trimEnd();
        if (flags.json) print(printableJson({ timestamp: at, logStreamName, message: text }));
        else
          for (const line of printableLog(message).split('\n')) print(`${style.faint(at)} ${line}`);
      },
    });
  } finally {
    lambda.destroy();
    logs.destroy();
  }
}

function sinceMsOf(start: Start, nowMs: number): number {
  switch (start.type) {
    case 'latest':
      return nowMs;
    case 'trim-horizon':
      return 0;
    case 'timestamp':
      return start.atMs;
    case 'sequence-number':
      throw new UsageError('A log has no sequence numbers; give --from a time, or 10m.');
  }
}

async function tailMapping({ flags, target, clients, running }: Tail): Promise<void> {
  const { from, shard, mapping } = flags;
  if (from !== undefined || shard !== undefined || !flags.follow) {
    throw new UsageError('Batches are shown from now on: --mapping goes with --json and --limit.');
  }
  const { endpoint } = target;
  if (endpoint === undefined) {
    throw new UsageError('AWS does not tell of batches; --mapping needs a local endpoint.');
  }
  const mappingId = mapping === true ? undefined : mapping;
  if (mappingId !== undefined) await checkMapping(mappingId, clients);
  const print = printer(flags, running);
  const draw = eventDrawer(styleOf(process.stdout, process.env));
  const end = await tailEvents({
    endpoint,
    mappingId,
    signal: running.signal,
    onConnected: () => console.error(`Batches of ${mappingId ?? 'all mappings'} at ${endpoint}:`),
    take: (line) => {
      if (flags.json) print(printableJson(line));
      else for (const text of draw(line)) print(text);
    },
  });
  if (end === 'stopped') return;
  console.error('The endpoint ended.');
  process.exitCode = 1;
}

/** A mistyped id would be silent for ever. */
async function checkMapping(UUID: string, clients: AwsClients): Promise<void> {
  const { GetEventSourceMappingCommand } = await import('@aws-sdk/client-lambda');
  const client = await clients.lambda();
  try {
    await client.send(new GetEventSourceMappingCommand({ UUID }));
  } finally {
    client.destroy();
  }
}

/** Prints lines, as many as were asked for, and then ends the command. */
function printer({ limit }: TailFlags, running: Interruptible): (line: string) => void {
  let left = limit ?? Number.POSITIVE_INFINITY;
  return (line) => {
    if (left <= 0) return;
    console.log(line);
    if (--left <= 0) running.stop();
  };
}
