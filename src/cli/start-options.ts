import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { StartOptions } from '../app/start.ts';
import type { TimeOptions } from '../app/time.ts';
import { DEFAULT_SCOPE } from '../aws/scope.ts';
import { systemRandom } from '../random/random.ts';
import { UsageError } from './usage-error.ts';

export const DEFAULT_PORT = 4566;

/** An hour a second: beyond it, what takes a moment in reality would take minutes in the world. */
const FASTEST = 3600;

/** The options of every command that starts an endpoint. */
export interface StartFlags {
  readonly host: string;
  readonly port: number;
  readonly data?: string;
  readonly ephemeral?: boolean;
  readonly durability?: 'process' | 'disk';
  readonly pace: 'fast' | 'aws';
  readonly limits: 'relaxed' | 'strict';
  readonly region: string;
  readonly logs?: boolean;
  readonly clock: 'system' | 'manual';
  readonly speed?: number;
}

export function addStartOptions(command: Command): Command {
  return command
    .option(
      '--port <number>',
      'the port to listen on; 0 for any that is free',
      parsePort,
      DEFAULT_PORT,
    )
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--data <folder>', 'where everything is kept (default: .sluicebox beside the template)')
    .option('--ephemeral', 'keep nothing beyond this run')
    .addOption(
      new Option(
        '--durability <level>',
        'what an acknowledged write survives: the death of this process (default), or of the machine',
      ).choices(['process', 'disk']),
    )
    .addOption(
      new Option('--pace <pace>', 'how mappings pause between polls and retries')
        .choices(['fast', 'aws'])
        .default('fast'),
    )
    .addOption(
      new Option('--limits <kind>', 'strict: shards take and give no more in a second than on AWS')
        .choices(['relaxed', 'strict'])
        .default('relaxed'),
    )
    .option('--region <region>', 'the region of the template', parseRegion, defaultRegion())
    .option('--speed <factor>', 'let time pass so many times as fast', parseSpeed)
    .addOption(
      new Option('--clock <kind>', 'manual: time stands still until POST /_sluicebox/clock')
        .choices(['system', 'manual'])
        .default('system'),
    )
    .option('--logs', 'also print what the functions write');
}

/** What to start, as the options say it. */
export function startOptions(flags: StartFlags, template: string | undefined): StartOptions {
  if (flags.ephemeral && flags.data !== undefined) {
    throw new UsageError('--ephemeral keeps nothing, so it does not go together with --data.');
  }
  if (flags.ephemeral && flags.durability !== undefined) {
    throw new UsageError(
      '--ephemeral keeps nothing, so it does not go together with --durability.',
    );
  }
  const beside = template === undefined ? '.' : folderOf(template);
  return {
    template,
    scope: { ...DEFAULT_SCOPE, region: flags.region },
    host: flags.host,
    port: flags.port,
    dataDirectory: flags.ephemeral ? undefined : resolve(flags.data ?? join(beside, '.sluicebox')),
    durability: flags.durability ?? 'process',
    pace: flags.pace,
    limits: flags.limits,
    time: timeOptions(flags),
    random: systemRandom,
  };
}

/** The folder of the template; a folder may be given instead of the template in it. */
function folderOf(template: string): string {
  return statSync(template, { throwIfNoEntry: false })?.isDirectory()
    ? template
    : dirname(template);
}

function timeOptions({ clock, speed }: StartFlags): TimeOptions {
  if (speed === undefined) return { kind: clock };
  if (clock === 'manual') {
    throw new UsageError('--clock manual stands still, so it does not go together with --speed.');
  }
  return { kind: 'scaled', speed };
}

function parseSpeed(text: string): number {
  const speed = Number(text);
  if (speed > 0 && speed <= FASTEST) return speed;
  throw new InvalidArgumentError(`A speed is a number greater than 0, and at most ${FASTEST}.`);
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}

/** A region has small letters, digits and hyphens; which ones there are is not looked at. */
export function parseRegion(text: string): string {
  if (/^[a-z0-9-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError('A region is a name such as eu-west-1.');
}

export function defaultRegion(): string {
  return process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? DEFAULT_SCOPE.region;
}
