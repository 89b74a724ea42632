/** A moment as its own time zone shows it. */
export interface Shown {
  readonly atMs: number;
  /** The parts of the local time, in its UTC fields. */
  readonly local: Date;
  /** How far the zone is ahead of UTC. */
  readonly offsetMinutes: number;
  readonly isUtc: boolean;
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'],
  ...['October', 'November', 'December'],
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DAY_MS = 86_400_000;

const pad = (value: number, width = 2) => String(value).padStart(width, '0');

/** 1st, 2nd, 3rd, 4th, 11th. */
function ordinal(value: number): string {
  const isTeen = Math.floor((value % 100) / 10) === 1;
  return `${value}${(!isTeen && ['th', 'st', 'nd', 'rd'][value % 10]) || 'th'}`;
}

const year = ({ local }: Shown) => local.getUTCFullYear();
const month = ({ local }: Shown) => local.getUTCMonth();
const day = ({ local }: Shown) => local.getUTCDate();
const weekday = ({ local }: Shown) => local.getUTCDay();
const hour = ({ local }: Shown) => local.getUTCHours();
const hour12 = (shown: Shown) => hour(shown) % 12 || 12;
const isoWeekday = (shown: Shown) => weekday(shown) || 7;
const dayOfYear = (shown: Shown) =>
  Math.floor((shown.local.getTime() - Date.UTC(year(shown), 0, 1)) / DAY_MS) + 1;
const quarter = (shown: Shown) => Math.floor(month(shown) / 3) + 1;

/** Week and its year; a week belongs to the year of the day `decidingDay` of it. */
function week(shown: Shown, decidingDay: number): { week: number; year: number } {
  const deciding = new Date(shown.local.getTime() + decidingDay * DAY_MS);
  const ofYear = deciding.getUTCFullYear();
  const days = Math.floor((deciding.getTime() - Date.UTC(ofYear, 0, 1)) / DAY_MS);
  return { week: Math.floor(days / 7) + 1, year: ofYear };
}
/** Weeks from Monday; the Thursday decides (ISO 8601). */
const isoWeek = (shown: Shown) => week(shown, 4 - isoWeekday(shown));
/** Weeks from Sunday; the week of 1 January is the first, so the Saturday decides. */
const localWeek = (shown: Shown) => week(shown, 6 - weekday(shown));

function offset({ offsetMinutes }: Shown, separator: string): string {
  const minutes = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? '-' : '+';
  return `${sign}${pad(Math.floor(minutes / 60))}${separator}${pad(minutes % 60)}`;
}

const fraction = (digits: number) => (shown: Shown) =>
  pad(shown.local.getUTCMilliseconds(), 3).padEnd(9, '0').slice(0, digits);

/** Moment.js's tokens of `format` (its documentation, "Display"), in English. */
export const TOKENS: Readonly<Record<string, (shown: Shown) => string>> = {
  M: (at) => String(month(at) + 1),
  Mo: (at) => ordinal(month(at) + 1),
  MM: (at) => pad(month(at) + 1),
  MMM: (at) => (MONTHS[month(at)] as string).slice(0, 3),
  MMMM: (at) => MONTHS[month(at)] as string,
  Q: (at) => String(quarter(at)),
  Qo: (at) => ordinal(quarter(at)),
  D: (at) => String(day(at)),
  Do: (at) => ordinal(day(at)),
  DD: (at) => pad(day(at)),
  DDD: (at) => String(dayOfYear(at)),
  DDDo: (at) => ordinal(dayOfYear(at)),
  DDDD: (at) => pad(dayOfYear(at), 3),
  d: (at) => String(weekday(at)),
  do: (at) => ordinal(weekday(at)),
  dd: (at) => (DAYS[weekday(at)] as string).slice(0, 2),
  ddd: (at) => (DAYS[weekday(at)] as string).slice(0, 3),
  dddd: (at) => DAYS[weekday(at)] as string,
  e: (at) => String(weekday(at)),
  E: (at) => String(isoWeekday(at)),
  w: (at) => String(localWeek(at).week),
  wo: (at) => ordinal(localWeek(at).week),
  ww: (at) => pad(localWeek(at).week),
  W: (at) => String(isoWeek(at).week),
  Wo: (at) => ordinal(isoWeek(at).week),
  WW: (at) => pad(isoWeek(at).week),
  gg: (at) => pad(localWeek(at).year % 100),
  gggg: (at) => pad(localWeek(at).year, 4),
  GG: (at) => pad(isoWeek(at).year % 100),
  GGGG: (at) => pad(isoWeek(at).year, 4),
  YY: (at) => pad(year(at) % 100),
  YYYY: (at) => pad(year(at), 4),
  Y: (at) => String(year(at)),
  A: (at) => (hour(at) < 12 ? 'AM' : 'PM'),
  a: (at) => (hour(at) < 12 ? 'am' : 'pm'),
  H: (at) => String(hour(at)),
  HH: (at) => pad(hour(at)),
  h: (at) => String(hour12(at)),
  hh: (at) => pad(hour12(at)),
  k: (at) => String(hour(at) || 24),
  kk: (at) => pad(hour(at) || 24),
  m: (at) => String(at.local.getUTCMinutes()),
  mm: (at) => pad(at.local.getUTCMinutes()),
  s: (at) => String(at.local.getUTCSeconds()),
  ss: (at) => pad(at.local.getUTCSeconds()),
  ...Object.fromEntries(
    Array.from({ length: 9 }, (_, index) => ['S'.repeat(index + 1), fraction(index + 1)]),
  ),
  Z: (at) => offset(at, ':'),
  ZZ: (at) => offset(at, ''),
  z: ({ isUtc }) => (isUtc ? 'UTC' : ''),
  zz: ({ isUtc }) => (isUtc ? 'Coordinated Universal Time' : ''),
  X: ({ atMs }) => String(Math.floor(atMs / 1000)),
  x: ({ atMs }) => String(atMs),
};
