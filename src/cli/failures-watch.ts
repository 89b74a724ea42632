import { Command } from 'commander';
import { sleep } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { type Archive, archiveAt, keepOnce } from '../failures/archive.ts';
import type { Hydrate } from '../failures/failure.ts';
import {
  FailuresError,
  type FailuresErrorCode,
  isOfOneMessage,
} from '../failures/failures-error.ts';
import { counted } from './counted.ts';
import {
  addPlaceOptions,
  type FailuresContext,
  type FailuresFlags,
  openFailures,
  reportingFailures,
} from './failures-context.ts';
import { keptLine, leftOutLine } from './failures-lines.ts';
import { parseCount } from './option-values.ts';

interface WatchFlags extends FailuresFlags {
  readonly archive: string;
  readonly interval: number;
}

const INTERVAL_SECONDS = 60;

export function failuresWatchCommand(): Command {
  const command = new Command('watch')
    .description('Keeps messages and their records as they come, until Ctrl-C.')
    .addHelpText('after', '\nExample:\n  sluicebox failures watch orders-failed --archive failed/')
    .argument('[place]', 'a queue (name, URL, ARN) or s3://bucket; default: of all mappings')
    .requiredOption('--archive <place>', 'a folder, or s3://bucket/prefix')
    .option('--interval <seconds>', 'between two looks', parseCount, INTERVAL_SECONDS);
  return addPlaceOptions(command).action((place: string | undefined, flags: WatchFlags) =>
    reportingFailures((signal) => watch(place, flags, signal)),
  );
}

/** What may be over at the next look; anything else ends the watch. */
const PASSING: readonly FailuresErrorCode[] = ['Throttled', 'Unreachable'];

async function watch(
  place: string | undefined,
  flags: WatchFlags,
  signal: AbortSignal,
): Promise<void> {
  const kept = new Set<string>();
  const leftOut = new Set<string>();
  const context = await openFailures(flags);
  const archive = archiveAt(flags.archive, context.clients);
  context.tell(`Watching, a look each ${flags.interval} s. Ctrl-C stops it.`);
  let isFirst = true;
  while (!signal.aborted) {
    try {
      // A stream may be made anew while one watches: each look asks again.
      const { hydrate } = context.openReader();
      await keepNew(context, { place, archive, kept, leftOut, hydrate, signal, isQuiet: !isFirst });
      isFirst = false;
    } catch (error) {
      if (!(error instanceof FailuresError) || !PASSING.includes(error.code)) throw error;
      context.tell(`${error.message} Trying again in ${flags.interval} s.`);
    }
    await sleep(systemClock, flags.interval * 1000, signal);
  }
  context.tell(`Stopped. ${archive.name} has ${counted(kept.size, 'message')}.`);
}

interface Look {
  readonly place: string | undefined;
  readonly archive: Archive;
  readonly kept: Set<string>;
  readonly leftOut: Set<string>;
  readonly hydrate: Hydrate;
  readonly signal: AbortSignal;
  readonly isQuiet: boolean;
}

async function keepNew(context: FailuresContext, look: Look): Promise<void> {
  const { place, archive, kept, leftOut, hydrate, signal, isQuiet } = look;
  for (const failure of await context.find({ place, signal, isQuiet })) {
    if (signal.aborted) return;
    if (kept.has(failure.id)) continue;
    try {
      const result = await keepOnce(archive, failure, hydrate);
      if (result.isNew) context.tell(keptLine(failure, result, archive));
      kept.add(failure.id);
    } catch (error) {
      if (!isOfOneMessage(error)) throw error;
      // It is tried at each look, and told once.
      if (!leftOut.has(failure.id)) context.tell(leftOutLine(failure, error));
      leftOut.add(failure.id);
    }
  }
}
