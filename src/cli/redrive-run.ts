import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Clock } from '../clock/clock.ts';
import type { Failure, Hydrate } from '../failures/failure.ts';
import { isAnythingLeft, redrive } from '../failures/redrive.ts';
import { RedriveLedger } from '../failures/redrive-ledger.ts';
import { openLedgerFile, peekLedger } from '../failures/redrive-ledger-file.ts';
import { recordMatcher } from '../failures/redrive-match.ts';
import { paceOf } from '../failures/redrive-rate.ts';
import { rememberingHydrate, type SurveyedMessage, survey } from '../failures/redrive-survey.ts';
import type { RedriveAddress, RedriveTarget } from '../failures/redrive-target.ts';
import { fileAddress, fileAudience, fileTarget } from '../failures/redrive-to-file.ts';
import { type Invoke, lambdaTarget } from '../failures/redrive-to-lambda.ts';
import { type PutRecords, streamTarget } from '../failures/redrive-to-stream.ts';
import { deletesMessages, needsConsent, type RedriveFlags } from './redrive-flags.ts';
import {
  type RedrivePlace,
  resultJson,
  resultLines,
  summaryLine,
  surveyJson,
  surveyLine,
  surveyLines,
} from './redrive-lines.ts';
import { PLAIN, type Style } from './style.ts';
import { UsageError } from './usage-error.ts';

/** What a redrive takes of the world. */
export interface RedriveServices {
  readonly clock: Clock;
  readonly hydrate: Hydrate;
  readonly remove: (failure: Failure) => Promise<'deleted' | 'kept'>;
  /** Loaded only for a redrive to a stream. */
  readonly putRecords: () => Promise<PutRecords>;
  /** Loaded only for a redrive to functions. */
  readonly lambda: () => Promise<{
    readonly invoke: Invoke;
    readonly roleOf: (functionName: string) => Promise<string>;
  }>;
}

/** How a redrive talks to whoever typed it. */
export interface Talk {
  /** Results, on standard output. */
  print(line: string): void;
  /** All else, on standard error. */
  say(line: string): void;
  /** Shows how far it is; absent without a terminal. */
  progress?(text: string): void;
  /** Asks, and answers whether the answer was yes; absent without a terminal. */
  ask?(question: string): Promise<boolean>;
  readonly style?: Style;
}

export interface RedriveRun {
  readonly failures: readonly Failure[];
  readonly flags: RedriveFlags;
  readonly place: RedrivePlace;
  readonly services: RedriveServices;
  readonly talk: Talk;
  readonly signal?: AbortSignal | undefined;
}

/** What is kept of the records between the look at them and their being sent. */
const MOST_REMEMBERED_BYTES = 256 * 1024 * 1024;

/**
 * Looks, asks, and redrives. Answers the exit status: 1 when anything was left, or would be.
 *
 * @throws UsageError when it may not begin like this
 */
export async function runRedrive(asked: RedriveRun): Promise<0 | 1> {
  const { flags, place, talk } = asked;
  if (needsConsent(flags) && !talk.ask) {
    throw new UsageError('There is no terminal to ask at: give --yes, or look with --dry-run.');
  }
  const hydrate = rememberingHydrate(asked.services.hydrate, MOST_REMEMBERED_BYTES);
  const run = { ...asked, services: { ...asked.services, hydrate } };
  if (flags.dryRun) return look(run);

  using file = openLedgerFile(place.ledger);
  const ledger = new RedriveLedger(file.entries, file.append);
  const messages = await surveyed(run, ledger);
  if (run.signal?.aborted) return 1;
  for (const line of surveyLines(messages, flags, place)) talk.say(line);
  const sends = messages.some(({ fates }) => fates.send > 0);
  if (needsConsent(flags) && !(await talk.ask?.(sends ? 'Send them?' : 'Go on?'))) {
    talk.say('Nothing was sent.');
    return 1;
  }
  // Awaited here: the ledger is closed when this function ends.
  return await send(run, ledger);
}

async function look(run: RedriveRun): Promise<0 | 1> {
  const { flags, place, talk } = run;
  const ledger = new RedriveLedger(peekLedger(place.ledger), () => {});
  const messages = await surveyed(run, ledger);
  if (flags.json) talk.print(JSON.stringify(messages.map(surveyJson), null, 2));
  else for (const message of messages) talk.print(surveyLine(message));
  for (const line of surveyLines(messages, flags, place)) talk.say(line);
  talk.say('Nothing was sent: --dry-run.');
  return messages.length === run.failures.length && messages.every(isWhole) ? 0 : 1;
}

const isWhole = ({ fates, missing }: SurveyedMessage) =>
  missing === 'none' && fates.unknown + fates['not matched'] === 0;

async function surveyed(run: RedriveRun, ledger: RedriveLedger): Promise<SurveyedMessage[]> {
  const { failures, services, talk, signal } = run;
  let looked = 0;
  const messages = await survey(failures, {
    ...choiceOf(run, ledger),
    target: addressOf(run, ledger),
    hydrate: services.hydrate,
    signal,
    onProgress: () => talk.progress?.(`${++looked} of ${failures.length} messages read`),
  });
  talk.progress?.('');
  return messages;
}

function choiceOf({ flags }: RedriveRun, ledger: RedriveLedger) {
  const unknown = flags.resendUnknown ? 'resend' : flags.acceptUnknown ? 'accept' : 'leave';
  const matches = flags.match === undefined ? undefined : recordMatcher(flags.match);
  return { ledger, matches, again: flags.again, unknown } as const;
}

/** Enough of the target to plan with; nothing is opened or loaded for it. */
function addressOf(run: RedriveRun, ledger: RedriveLedger): RedriveAddress {
  const { flags, services } = run;
  const never = () => Promise.reject(new Error('This target only plans.'));
  const { clock } = services;
  if (flags.to === 'stream') return streamTarget(never, { clock, streamArn: flags.toStream });
  if (flags.to === 'lambda') {
    return lambdaTarget(never, { clock, functionName: flags.toFunction, roleOf: never });
  }
  const path = outPath(flags);
  const begunBefore = ledger.knows(fileAudience(path));
  if (begunBefore !== holdsAnything(path) && !(begunBefore && flags.again)) {
    throw new UsageError(
      begunBefore
        ? `${path}, which the ledger says was begun, is gone or empty: give another --out, or --again.`
        : `${path} is there already, and nothing is overwritten: give another --out.`,
    );
  }
  return fileAddress(path, existsSync(path) ? readFileSync(path, 'utf8') : '');
}

/** An empty file is as good as none: it was made, and then nothing came of it. */
function holdsAnything(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

const outPath = ({ out }: RedriveFlags) => resolve(out ?? '');

async function targetOf(
  { flags, services }: RedriveRun,
  ledger: RedriveLedger,
): Promise<RedriveTarget & Partial<Disposable>> {
  const { clock } = services;
  if (flags.to === 'stream') {
    return streamTarget(await services.putRecords(), { clock, streamArn: flags.toStream });
  }
  if (flags.to === 'lambda') {
    const { invoke, roleOf } = await services.lambda();
    const { toFunction: functionName, each } = flags;
    return lambdaTarget(invoke, { clock, functionName, each, roleOf });
  }
  const path = outPath(flags);
  return fileTarget(path, { begunBefore: ledger.knows(fileAudience(path)) || existsSync(path) });
}

async function send(run: RedriveRun, ledger: RedriveLedger): Promise<0 | 1> {
  const { failures, flags, services, talk, signal } = run;
  const { style = PLAIN } = talk;
  const target = await targetOf(run, ledger);
  let sent = 0;
  try {
    const results = await redrive({
      ...choiceOf(run, ledger),
      ...services,
      failures,
      target,
      signal,
      concurrency: flags.concurrency,
      remove: deletesMessages(flags) ? services.remove : async () => 'kept',
      pace: paceOf(services.clock, flags.rate, signal),
      onProgress(records) {
        sent += records;
        talk.progress?.(`${sent} records sent`);
      },
      onResult(result) {
        talk.progress?.('');
        if (!flags.json) for (const line of resultLines(result, style)) talk.print(line);
      },
    });
    if (flags.json) talk.print(JSON.stringify(results.map(resultJson), null, 2));
    talk.say(summaryLine(results));
    return isAnythingLeft(results) ? 1 : 0;
  } finally {
    target[Symbol.dispose]?.();
  }
}
