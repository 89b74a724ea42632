import { styleText } from 'node:util';
import type { Archive, Kept } from '../failures/archive.ts';
import type { Failure } from '../failures/failure.ts';
import type { ListedFailure } from '../failures/listed-failure.ts';
import { counted } from './counted.ts';
import { printable } from './printable.ts';
import { PLAIN, type Style } from './style.ts';

const HEADINGS = ['ID', 'FAILED', 'WHY', 'FUNCTION', 'SHARD', 'RECORDS', 'EXPIRES'];
const MOST_ERROR_CHARACTERS = 160;

/** The list as a table, the handler's error below its row. */
export function failureLines(failures: readonly ListedFailure[], style: Style): string[] {
  if (failures.length === 0) return ['No failure messages.'];
  const rows = failures.map(cells);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
  const body = failures.flatMap((failure, index) => {
    const padded = line(rows[index] ?? []);
    const expires = paint(failure, (padded.pop() ?? '').trimEnd(), style);
    const row = `${padded.join('  ')}  ${expires}`;
    if (failure.error === null) return [row];
    const error = printable(failure.error).slice(0, MOST_ERROR_CHARACTERS);
    return [row, style.faint(`    ${error}`)];
  });
  return [style.strong(line(HEADINGS).join('  ').trimEnd()), ...body];
}

function cells(failure: ListedFailure): string[] {
  return [
    failure.id,
    failure.failedAt.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace('T', ' '),
    whyText(failure),
    failure.functionArn.split(':').slice(6).join(':'),
    failure.shardId.replace(/^shardId-0*(?=\d)/, ''),
    failure.expiry === 'no-range' ? 'window' : `${failure.records}`,
    expiresText(failure),
  ].map(printable);
}

export function whyText({ condition, attempts }: ListedFailure): string {
  if (condition === 'RecordAgeExceeded') return 'too old';
  if (condition !== 'RetryAttemptsExhausted') return condition;
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}

export function expiresText({ expiry, leftMs, hasPayload }: ListedFailure): string {
  if (hasPayload) return 'kept in S3';
  const texts: Readonly<Record<typeof expiry, string>> = {
    ok: `in ${durationText(leftMs)}`,
    soon: `in ${durationText(leftMs)}`,
    'partly-gone': `begun, rest in ${durationText(leftMs)}`,
    gone: 'gone',
    unknown: 'unknown',
    'no-range': '-',
  };
  return texts[expiry];
}

function paint({ expiry, hasPayload }: ListedFailure, text: string, style: Style): string {
  if (hasPayload) return text;
  if (expiry === 'soon' || expiry === 'partly-gone') return style.bad(text);
  if (expiry === 'gone' && style !== PLAIN) return styleText('strikethrough', style.faint(text));
  return text;
}

/** What was put into an archive. */
export function keptLine({ id }: Failure, { found, text, isNew }: Kept, { name }: Archive): string {
  const done = isNew
    ? `${id}: ${counted(found, 'record')} to ${name}`
    : `${id} is in ${name} already`;
  return `${done}. ${text}`.trim();
}

/** What was not put into an archive, because of what its message says. */
export const leftOutLine = ({ id }: Failure, { message }: Error): string =>
  `${id} is left out. ${message}`;

const SECOND_MS = 1000;
const SCALE = [
  { unit: 'd', ms: 86_400 * SECOND_MS },
  { unit: 'h', ms: 3600 * SECOND_MS },
  { unit: 'min', ms: 60 * SECOND_MS },
  { unit: 's', ms: SECOND_MS },
];

/** The two largest units: `23 h 59 min`. */
export function durationText(durationMs: number): string {
  const first = SCALE.findIndex(({ ms }) => durationMs >= ms);
  if (first < 0) return '0 s';
  let restMs = durationMs;
  const parts = SCALE.slice(first, first + 2).map(({ unit, ms }) => {
    const amount = Math.floor(restMs / ms);
    restMs -= amount * ms;
    return amount === 0 ? '' : `${amount} ${unit}`;
  });
  return parts.filter((part) => part !== '').join(' ');
}
