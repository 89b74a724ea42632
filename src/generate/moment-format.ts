import { type Shown, TOKENS } from './moment-tokens.ts';

/** Short for longer formats (Moment.js's documentation, "Localized formats"), as in English. */
const LONG: Readonly<Record<string, string>> = {
  LTS: 'h:mm:ss A',
  LT: 'h:mm A',
  LLLL: 'dddd, MMMM D, YYYY h:mm A',
  LLL: 'MMMM D, YYYY h:mm A',
  LL: 'MMMM D, YYYY',
  L: 'MM/DD/YYYY',
  llll: 'ddd, MMM D, YYYY h:mm A',
  lll: 'MMM D, YYYY h:mm A',
  ll: 'MMM D, YYYY',
  l: 'M/D/YYYY',
};

/** What Moment.js prints when no format is given. */
const DEFAULT_FORMAT = { local: 'YYYY-MM-DDTHH:mm:ssZ', utc: 'YYYY-MM-DDTHH:mm:ss[Z]' };

const longestFirst = (names: string[]) => names.sort((a, b) => b.length - a.length).join('|');
const ESCAPED = '\\[[^\\]]*\\]';
const LONG_NAMES = new RegExp(`${ESCAPED}|${longestFirst(Object.keys(LONG))}`, 'g');
const PIECES = new RegExp(`${ESCAPED}|${longestFirst(Object.keys(TOKENS))}|[^]`, 'g');

/**
 * A function that shows a time (epoch milliseconds) as Moment.js's `format` does, in English:
 * the format the Kinesis Data Generator takes. The zone `local` is this machine's.
 */
export function momentFormat(
  format: string | undefined,
  zone: 'local' | 'utc',
): (atMs: number) => string {
  const text = (format ?? DEFAULT_FORMAT[zone]).replace(LONG_NAMES, (name) => LONG[name] ?? name);
  const pieces = [...text.matchAll(PIECES)].map(([piece]) => {
    if (piece.length > 1 && piece.startsWith('[')) return () => piece.slice(1, -1);
    return TOKENS[piece] ?? (() => piece);
  });
  // Thousands of records are made within one millisecond.
  let last = { atMs: Number.NaN, text: '' };
  return (atMs) => {
    if (last.atMs !== atMs) {
      const shown = shownIn(zone, atMs);
      last = { atMs, text: pieces.map((piece) => piece(shown)).join('') };
    }
    return last.text;
  };
}

function shownIn(zone: 'local' | 'utc', atMs: number): Shown {
  const offsetMinutes = zone === 'utc' ? 0 : -new Date(atMs).getTimezoneOffset();
  const local = new Date(atMs + offsetMinutes * 60_000);
  return { atMs, local, offsetMinutes, isUtc: zone === 'utc' };
}
