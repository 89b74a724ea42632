import { streamArnOf } from '../failures/failure.ts';
import { isDone, type RecordCounts, type RedriveResult } from '../failures/redrive-result.ts';
import type { SurveyedMessage } from '../failures/redrive-survey.ts';
import { counted } from './counted.ts';
import { printable } from './printable.ts';
import { deletesMessages, type RedriveFlags } from './redrive-flags.ts';
import type { Style } from './style.ts';

/** Where a redrive takes place. */
export interface RedrivePlace {
  readonly account: string;
  readonly region: string;
  /** Absent on AWS. */
  readonly endpoint?: string | undefined;
  readonly ledger: string;
}

/** What is about to happen, for whoever has to agree to it. */
export function surveyLines(
  messages: readonly SurveyedMessage[],
  flags: RedriveFlags,
  place: RedrivePlace,
): string[] {
  const sum = (count: (message: SurveyedMessage) => number) =>
    messages.reduce((total, message) => total + count(message), 0);
  const send = sum(({ fates }) => fates.send);
  const unknown = sum(({ fates }) => fates.unknown);
  const notMatched = sum(({ fates }) => fates['not matched']);
  const before = sum(({ fates }) => fates['sent before']);
  const accepted = sum(({ fates }) => fates.accepted);
  const expired = messages.filter(({ missing }) => /expired|gone/.test(missing)).length;
  const cut = messages.filter(({ missing }) => /cut|not-found/.test(missing)).length;
  const unread = messages.filter(({ missing }) => missing === 'unreadable').length;
  const refused = messages.filter(({ isRefused }) => isRefused).length;
  const wide = messages.filter((message) => recordsOf(message) > message.failure.records).length;
  const inS3 = messages.some(({ failure }) => failure.source.type === 's3');
  const keepsObjects = inS3 && !flags.deleteObjects;
  const { account, region, endpoint, ledger } = place;
  return [
    `Account ${account}, region ${region}${endpoint ? `, endpoint ${endpoint}` : ' (AWS)'}`,
    `${counted(messages.length, 'message')}, ${counted(send, 'record')} to send to ${targetText(flags)}`,
    ...recipientLines(messages, flags),
    ...when(before, `Sent before, and not sent again: ${counted(before, 'record')}.`),
    ...when(
      notMatched,
      `Not matched, so that their messages stay: ${counted(notMatched, 'record')}.`,
    ),
    ...when(
      unknown,
      `Maybe arrived before, waiting for a decision: ${counted(unknown, 'record')}.`,
    ),
    ...when(accepted, `Taken for arrived, as you say: ${counted(accepted, 'record')}.`),
    ...when(
      expired,
      `Records expired or gone, wholly or in part, so that it stays: ${counted(expired, 'message')}.`,
    ),
    ...when(
      cut,
      `Ranges that the shard does not bear out, so that they stay: ${counted(cut, 'message')}.`,
    ),
    ...when(refused, `Not taken by the target, so that it stays: ${counted(refused, 'message')}.`),
    ...when(unread, `Records cannot be read: ${counted(unread, 'message')}.`),
    ...when(
      wide,
      `Ranges with more records than failed, all of which are sent: ${counted(wide, 'message')}.`,
    ),
    ...when(
      flags.to === 'stream' ? 1 : 0,
      'Their order is not kept, and every consumer of the stream gets them.',
    ),
    deletesMessages(flags)
      ? `A message is deleted once all its records have arrived${keepsObjects ? ' (objects in S3 stay)' : ''}.`
      : 'The messages stay.',
    `Ledger: ${printable(ledger)}`,
  ];
}

const MOST_RECIPIENTS = 10;

/** Who that is: it stands in the messages, and who wrote those is not certain. */
function recipientLines(
  messages: readonly SurveyedMessage[],
  { to, toFunction, toStream }: RedriveFlags,
): string[] {
  if (to === 'file' || toFunction !== undefined || toStream !== undefined) return [];
  const counts = new Map<string, number>();
  for (const { failure, fates } of messages) {
    const name = to === 'lambda' ? failure.functionArn : streamArnOf(failure);
    if (fates.send > 0) counts.set(name, (counts.get(name) ?? 0) + fates.send);
  }
  const lines = [...counts].map(([name, sum]) => `  ${printable(name)}: ${counted(sum, 'record')}`);
  const more = lines.length - MOST_RECIPIENTS;
  return [...lines.slice(0, MOST_RECIPIENTS), ...(more > 0 ? [`  and ${more} more`] : [])];
}

function targetText({ to, out, ...flags }: RedriveFlags): string {
  if (to === 'file') return `the file ${printable(out ?? '')}`;
  if (to === 'stream') return printable(flags.toStream ?? 'the stream that they came from');
  const name = printable(flags.toFunction ?? 'the function that gave them up');
  return flags.each ? `${name}, one by one` : name;
}

const recordsOf = ({ fates }: SurveyedMessage) =>
  Object.values(fates).reduce((total, fate) => total + fate, 0);

const when = (number: number, line: string) => (number > 0 ? [`  ${line}`] : []);

/** What would become of one message. */
export function surveyLine({ failure, fates, reasons }: SurveyedMessage): string {
  const parts = Object.entries(fates).filter(([, number]) => number > 0);
  const texts = parts.map(([fate, number]) => `${number} ${FATES[fate] ?? fate}`);
  return printable([failure.id, [...texts, ...reasons].join(', ')].join('  '));
}

const FATES: Readonly<Record<string, string>> = { send: 'to send' };

const COUNTS: readonly (readonly [keyof RecordCounts, string])[] = [
  ['sent', 'sent'],
  ['sentBefore', 'sent before'],
  ['failed', 'failed'],
  ['unknown', 'unknown'],
  ['notMatched', 'not matched'],
  ['notTried', 'not tried'],
];

/** What became of one message. */
export function resultLines(result: RedriveResult, style: Style): string[] {
  const { failure, counts, message, reasons } = result;
  const parts = COUNTS.filter(([name]) => counts[name] > 0);
  const text = parts.map(([name, words]) => `${counts[name]} ${words}`).join(', ');
  const mark = isDone(result) ? style.good(message) : style.bad(message);
  return [
    `${printable(failure.id)}  ${mark}  ${text}`.trimEnd(),
    ...reasons.map((reason) => `    ${printable(reason)}`),
  ];
}

/** The last line: what was done, and what is left. */
export function summaryLine(results: readonly RedriveResult[]): string {
  const sum = (name: keyof RecordCounts) =>
    results.reduce((total, { counts }) => total + counts[name], 0);
  const left = results.filter((result) => !isDone(result)).length;
  const deleted = results.filter(({ message }) => message === 'deleted').length;
  const done = `${counted(sum('sent'), 'record')} sent, ${counted(deleted, 'message')} deleted`;
  return left === 0 ? `${done}.` : `${done}, ${counted(left, 'message')} left.`;
}

/** A result as `--json` gives it. */
export function resultJson({ failure, counts, complete, message, reasons }: RedriveResult) {
  return { id: failure.id, message, complete, records: counts, reasons };
}

/** What `--dry-run --json` gives of a message. */
export function surveyJson({ failure, fates, missing, reasons }: SurveyedMessage) {
  const { send, unknown, accepted } = fates;
  const records = {
    toSend: send,
    sentBefore: fates['sent before'],
    notMatched: fates['not matched'],
    unknown,
    accepted,
  };
  return { id: failure.id, missing, records, reasons };
}
