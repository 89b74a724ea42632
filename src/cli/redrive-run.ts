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
import { printableJson } from './printable.ts';
import { ProgressBar, type ProgressOutput } from './progress-bar.ts';
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
  /** Says what takes longer than it should. */
  readonly tell: (text: string) => void;
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
export interface Talk extends ProgressOutput {
  /** Results, on standard output; all else is said, on standard error. */
  print(line: string): void;
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
  return await send(run, ledger, messages);
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

const isWhole = ({ fates, missing, isRefused }: SurveyedMessage) =>
  !isRefused && missing === 'none' && fates.unknown + fates['not matched'] === 0;

async function surveyed(run: RedriveRun, ledger: RedriveLedger): Promise<SurveyedMessage[]> {
  const { failures, services, talk, signal } = run;
  const bar = new ProgressBar(talk, {
    clock: services.clock,
    total: failures.length,
    what: 'messages read',
  });
  const messages = await survey(failures, {
    ...choiceOf(run, ledger),
    target: addressOf(run, ledger),
    hydrate: services.hydrate,
    signal,
    onProgress: () => bar.add(1),
  });
  bar.end();
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
  const { clock, tell } = services;
  const onThrottled = (name: string, pauseMs: number) =>
    tell(`${name} throttles; trying again in ${pauseMs / 1000} s.`);
  if (flags.to === 'stream') {
    const { toStream: streamArn, rate } = flags;
    // Of a low rate, no more than a second's worth goes at once.
    const mostRecords = rate === undefined ? undefined : Math.ceil(rate);
    const options = { clock, streamArn, mostRecords, onThrottled };
    return streamTarget(await services.putRecords(), options);
  }
  if (flags.to === 'lambda') {
    const { invoke, roleOf } = await services.lambda();
    const { toFunction: functionName, each } = flags;
    return lambdaTarget(invoke, { clock, functionName, each, roleOf, onThrottled });
  }
  const path = outPath(flags);
  return fileTarget(path, { begunBefore: ledger.knows(fileAudience(path)) || existsSync(path) });
}

async function send(
  run: RedriveRun,
  ledger: RedriveLedger,
  messages: readonly SurveyedMessage[],
): Promise<0 | 1> {
  const { failures, flags, services, talk, signal } = run;
  const { style = PLAIN } = talk;
  const target = await targetOf(run, ledger);
  const total = messages.reduce((sum, { fates }) => sum + fates.send, 0);
  const bar = new ProgressBar(talk, { clock: services.clock, total, what: 'records done' });
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
      onProgress: (records) => bar.add(records),
      onResult(result) {
        if (flags.json) return;
        bar.around(() => {
          for (const line of resultLines(result, style)) talk.print(line);
        });
      },
    });
    bar.end();
    if (flags.json) talk.print(printableJson(results.map(resultJson), 2));
    talk.say(summaryLine(results));
    return isAnythingLeft(results) ? 1 : 0;
  } finally {
    bar.end();
    target[Symbol.dispose]?.();
  }
}
