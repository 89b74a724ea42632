import { type Command, Option } from 'commander';
import { DEFAULT_SCOPE, type Scope } from '../aws/scope.ts';
import { systemClock } from '../clock/system-clock.ts';
import { awsCall } from '../failures/aws-call.ts';
import { type AwsClients, awsClients } from '../failures/aws-clients.ts';
import type { FailureFilter } from '../failures/choose-failures.ts';
import type { Failure } from '../failures/failure.ts';
import { FailuresError } from '../failures/failures-error.ts';
import { findFailures } from '../failures/find-failures.ts';
import { type StreamReader, streamReader } from '../failures/kinesis-ports.ts';
import { type LoadPlanOptions, loadPlan } from '../failures/load-plan.ts';
import { findPlaces } from '../failures/places.ts';
import { addTargetOptions, type Target, type TargetFlags, targetOf } from './aws-target.ts';
import { counted } from './counted.ts';
import { timeAt } from './endpoint-time.ts';
import { interruptible } from './interruptible.ts';
import { parseShard } from './option-values.ts';
import { parameterOverrides } from './parameter-overrides.ts';
import { printable } from './printable.ts';
import { CLEAR_LINE } from './progress-bar.ts';
import { defaultRegion } from './start-options.ts';
import { UsageError } from './usage-error.ts';

/** The options of every command that looks for failure messages. */
export interface FailuresFlags extends TargetFlags {
  readonly from?: string;
  readonly template?: string;
  readonly mapping?: string;
  readonly stackName?: string;
  readonly parameterOverrides?: readonly string[];
}

/** The options of those that choose among the messages, besides. */
export interface ChoiceFlags extends FailuresFlags {
  readonly since?: string;
  readonly condition?: string;
  readonly function?: string;
  readonly shard?: string;
}

/** What the commands work with. */
export interface FailuresContext {
  readonly clients: AwsClients;
  readonly target: Target;
  readonly reader: StreamReader;
  /** One that knows nothing of streams yet, for who looks again. */
  readonly openReader: () => StreamReader;
  /** Whose messages these are, as STS says. */
  readonly account: () => Promise<string>;
  /** The time at the endpoint, which may have a clock of its own. */
  readonly nowMs: number;
  /** Everything that is not the answer itself: to stderr, made printable. */
  readonly tell: (text: string) => void;
  /** The failures of a place, or of where --from, --template and --mapping lead. */
  find(options?: FindOptions): Promise<readonly Failure[]>;
}

interface FindOptions {
  readonly place?: string | undefined;
  readonly filter?: ChoiceFlags | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Says nothing of foreign messages and the like. */
  readonly isQuiet?: boolean | undefined;
}

export const FROM_OPTION = ['--from <place>', 'the queue or s3://bucket of the message'] as const;

export function addPlaceOptions(command: Command): Command {
  return addTargetOptions(
    command
      .option('--template <file>', "the failure destinations of this template's mappings")
      .option('--mapping <uuid>', 'the failure destination of this event source mapping')
      .option('--stack-name <name>', 'the name of the stack, for --template')
      .option('--parameter-overrides <pairs...>', 'values of parameters, for --template'),
  );
}

/** Why Lambda gives up records (Lambda developer guide, failure destinations). */
const CONDITIONS = ['RetryAttemptsExhausted', 'RecordAgeExceeded'];

export function addChoiceOptions(command: Command): Command {
  return addPlaceOptions(command)
    .option('--since <when>', 'failed since: 30m, 2h, 3d ago, or an ISO time')
    .addOption(new Option('--condition <name>', 'why it was given up').choices(CONDITIONS))
    .option('--function <name>', 'of this function: a name or an ARN')
    .option('--shard <shard>', 'of this shard: shardId-000000000003, or 3', parseShard);
}

/** Says on AWS first where one is: account and region. */
export async function openFailures(flags: FailuresFlags): Promise<FailuresContext> {
  if (flags.template === undefined && (flags.stackName ?? flags.parameterOverrides)) {
    throw new UsageError('--stack-name and --parameter-overrides go with --template.');
  }
  const target = targetOf(flags, 'SQS');
  const clients = awsClients((service) => targetOf(flags, service).client);
  const clear = process.stderr.isTTY ? CLEAR_LINE : '';
  const tell = (text: string) => console.error(`${clear}${printable(text)}`);
  const account = target.endpoint === undefined ? await accountOf(clients) : undefined;
  if (account !== undefined) tell(`AWS account ${account}, region ${await clients.region()}.`);
  const nowMs = await timeAt(target.endpoint);
  const onThrottled = ({ shardId }: Failure, pauseMs: number) =>
    tell(`${shardId} throttles reads; trying again in ${pauseMs / 1000} s.`);
  const openReader = () => streamReader(clients, { clock: systemClock, onThrottled });
  return {
    clients,
    target,
    tell,
    account: async () => account ?? accountOf(clients),
    reader: openReader(),
    openReader,
    nowMs,
    async find({ place = flags.from, filter = {}, signal, isQuiet } = {}) {
      const chosen = filterOf(filter, nowMs);
      const plan = flags.template === undefined ? undefined : await planOf(flags, account);
      const wanted = { place, plan, mapping: flags.mapping };
      if (Object.values(wanted).filter((value) => value !== undefined).length > 1) {
        throw new UsageError('Give one of: a queue or bucket, --template, --mapping.');
      }
      const { places, notes } = await findPlaces(clients, wanted);
      const found = await findFailures(clients, places, { ...chosen, signal });
      if (!isQuiet) {
        for (const note of [...notes, ...found.notes]) tell(note);
        if (found.notChosen > 0) {
          tell(`Not among those asked for: ${counted(found.notChosen, 'failure message')}.`);
        }
        if (found.foreign > 0) tell(`Left alone: ${counted(found.foreign, 'other message')}.`);
      }
      return found.failures;
    },
  };
}

async function planOf(flags: FailuresFlags, account = process.env.AWS_ACCESS_KEY_ID) {
  const isAccount = /^\d{12}$/.test(account ?? '');
  const scope = {
    account: isAccount ? (account as string) : DEFAULT_SCOPE.account,
    region: flags.region ?? defaultRegion(),
  };
  return loadPlan(flags.template as string, planOptionsOf(flags, scope)).plan;
}

/** How the template is to be read. */
export function planOptionsOf(
  { stackName, parameterOverrides: pairs }: FailuresFlags,
  scope: Scope,
): LoadPlanOptions {
  return { scope, stackName, parameterOverrides: pairs && parameterOverrides(pairs) };
}

async function accountOf(clients: AwsClients): Promise<string> {
  const client = await clients.sts();
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const command = new GetCallerIdentityCommand({});
  const { Account = 'unknown' } = await awsCall('Asking AWS who this is', client.send(command));
  return Account;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** @throws UsageError for a --since that is no time */
function filterOf(flags: ChoiceFlags, nowMs: number): FailureFilter {
  const { since, condition } = flags;
  const [, amount, unit = ''] = /^(\d+)([smhd])$/.exec(since ?? '') ?? [];
  const ago = amount === undefined ? undefined : nowMs - Number(amount) * (UNITS[unit] ?? 0) * 1000;
  const isDate = /^\d{4}-\d{2}-\d{2}/.test(since ?? '');
  const sinceMs = since === undefined ? undefined : (ago ?? (isDate ? Date.parse(since) : NaN));
  if (Number.isNaN(sinceMs)) {
    throw new UsageError(`--since takes 30m, 2h, 3d or an ISO time, not ${since}.`);
  }
  return { sinceMs, condition, functionName: flags.function, shardId: flags.shard };
}

/**
 * Runs a command to its end; Ctrl-C aborts the signal, so that messages are given back first. Exit
 * status 1 for what went wrong at AWS or here; wrong usage is left to whoever calls.
 */
export async function reportingFailures(
  action: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { signal, end } = interruptible();
  try {
    await action(signal);
  } catch (error) {
    if (!(error instanceof FailuresError)) throw error;
    console.error(printable(`sluicebox: ${error.message}`));
    process.exitCode = error.code === 'Invalid' ? 2 : 1;
  } finally {
    end();
  }
}
