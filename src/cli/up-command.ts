import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import type { AccessKey } from '../app/keys.ts';
import { type Sluicebox, startSluicebox } from '../app/start.ts';
import { systemClock } from '../clock/system-clock.ts';
import { authKeys } from './auth-options.ts';
import { addEndpointOptions, type EndpointFlags } from './endpoint-options.ts';
import { exportLines, tlsLines } from './exports.ts';
import { showLive } from './live-view.ts';
import { parameterOverrides } from './parameter-overrides.ts';
import { printable } from './printable.ts';
import { printerTo } from './printer.ts';
import { resourceLines, shortPath } from './resource-lines.ts';
import { addStartOptions, type StartFlags, startOptions } from './start-options.ts';
import { styleOf } from './style.ts';
import { untilStopped } from './until-stopped.ts';
import { UsageError } from './usage-error.ts';

interface UpFlags extends StartFlags, EndpointFlags {
  readonly parameterOverrides?: string[];
  readonly stackName?: string;
  readonly readyFile?: string;
}

export function upCommand(): Command {
  const command = new Command('up')
    .description('Runs a SAM or CloudFormation template here, or, without one, an empty endpoint.')
    .argument('[template]', 'a template in YAML or JSON')
    .option('--parameter-overrides <Key=Value...>', "values for the template's parameters")
    .option('--stack-name <name>', "the stack's name (default: the template's folder)")
    .option('--ready-file <file>', 'write {"endpoint","pid"} there once records are accepted')
    .addHelpText(
      'after',
      '\nExample:\n  sluicebox up template.yaml --parameter-overrides Stage=dev --port 0',
    )
    .action((template: string | undefined, flags: UpFlags) => up(template, flags));
  return addEndpointOptions(addStartOptions(command));
}

async function up(template: string | undefined, flags: UpFlags): Promise<void> {
  const style = styleOf(process.stdout, process.env);
  const print = printerTo(process.stdout, systemClock);
  const options = startOptions(flags, template);
  const accessKeys = authKeys(flags, process.env);
  const sluicebox = await startSluicebox({
    ...options,
    accessKeys,
    tlsPort: flags.tlsPort,
    corsOrigins: flags.corsOrigin,
    allowedHosts: flags.allowHost,
    stackName: flags.stackName,
    parameterOverrides: parameterOverrides(flags.parameterOverrides ?? []),
    observe: (events, clock) =>
      showLive(events, { clock, style, print, withLogs: flags.logs ?? false }),
  });
  introduce(sluicebox, print, accessKeys?.[0]);
  hint(sluicebox, { host: options.host, isOpen: !accessKeys }, (line) => print(style.warn(line)));
  showOutputs(sluicebox, print);
  const { readyFile } = flags;
  if (readyFile) {
    try {
      writeReadyFile(readyFile, sluicebox.endpoint);
    } catch (error) {
      await sluicebox.close();
      throw new UsageError(`--ready-file: ${(error as Error).message}`, { cause: error });
    }
  }
  await untilStopped(sluicebox, print);
  if (readyFile) rmSync(readyFile, { force: true });
}

/** Says what runs, and how to reach it. */
export function introduce(
  sluicebox: Sluicebox,
  print: (line: string) => void,
  key?: AccessKey,
): void {
  const { endpoint, scope, loaded, tls } = sluicebox;
  const style = styleOf(process.stdout, process.env);
  print(
    style.strong(
      loaded ? `${shortPath(loaded.file)} runs at ${endpoint}` : `Listening at ${endpoint}`,
    ),
  );
  if (loaded) resourceLines(loaded.plan, loaded.file, style).forEach(print);
  print('\nTo point the AWS CLI and the SDKs at it:\n');
  for (const line of exportLines(endpoint, scope, key)) print(`  ${line}`);
  print('');
  if (tls) tlsLines(tls).forEach(print);
}

/** What whoever typed the command may not have meant. */
function hint(
  { loaded }: Sluicebox,
  { host, isOpen }: { host: string; isOpen: boolean },
  print: (line: string) => void,
): void {
  if (!loaded && existsSync('template.yaml')) {
    print('This endpoint is empty. There is a template.yaml here: `sluicebox up .` runs it.\n');
  }
  if (!LOOPBACK.has(host)) {
    const who = isOpen
      ? `Whoever can reach ${host} can read all data and run the functions: nothing is checked.`
      : `Whoever can reach ${host} and has a key can read all data and run the functions.`;
    print(`${who}\n`);
  }
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

function showOutputs({ loaded }: Sluicebox, print: (line: string) => void): void {
  const outputs = loaded?.plan.outputs ?? [];
  if (outputs.length === 0) return;
  print("The template's outputs:\n");
  for (const { name, value } of outputs) print(printable(`  ${name} = ${value}`));
  print('');
}

/** Whole or not at all: a reader never sees half of it. */
function writeReadyFile(file: string, endpoint: string): void {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify({ endpoint, pid: process.pid }));
  renameSync(temporary, file);
}
