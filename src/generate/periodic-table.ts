import { GenerateError } from './generate-error.ts';

/** How many records a second are made within an hour of the week: normally distributed. */
interface PeriodicCell {
  readonly mean: number;
  readonly deviation: number;
}

/** The cells of a week, by weekday (0 is Sunday) and hour; those that no line names make nothing. */
export type PeriodicTable = (weekday: number, hour: number) => PeriodicCell;

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const HOURS = Array.from({ length: 24 }, (_, hour) => `${hour}`);
const NOTHING: PeriodicCell = { mean: 0, deviation: 0 };
const MOST_A_SECOND = 10_000_000;

/**
 * Reads the table of a periodic rate: a line for some hours of some days, `mon-fri 9-17 1000 50`,
 * with the mean and, unless it is 0, the standard deviation. `*` stands for all, commas separate, a
 * range may go past the end of the week or day, a later line counts for more, `#` begins a comment.
 *
 * @throws GenerateError `SettingInvalid`, with the line
 */
export function periodicTable(text: string): PeriodicTable {
  const cells = new Map<string, PeriodicCell>();
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.replace(/#.*/, '').trim().split(/\s+/);
    if (words[0] === '') continue;
    const [days = '', hours = '', mean = '', deviation = '0', ...more] = words;
    const cell = { mean: amountOf(mean), deviation: amountOf(deviation) };
    const [dayNumbers, hourNumbers] = [placesOf(days.toLowerCase(), DAYS), placesOf(hours, HOURS)];
    if (!dayNumbers || !hourNumbers || more.length > 0 || !isCell(cell)) {
      const form = 'A line is DAYS HOURS MEAN [DEVIATION], such as: mon-fri 9-17 1000 50';
      throw new GenerateError('SettingInvalid', `--periodic, line ${index + 1}: ${form}`);
    }
    for (const day of dayNumbers) for (const hour of hourNumbers) cells.set(`${day} ${hour}`, cell);
  }
  if (![...cells.values()].some(({ mean }) => mean > 0)) {
    throw new GenerateError('SettingInvalid', '--periodic: the table makes no record at any time.');
  }
  return (weekday, hour) => cells.get(`${weekday} ${hour}`) ?? NOTHING;
}

const amountOf = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN);

const isCell = ({ mean, deviation }: PeriodicCell) =>
  mean <= MOST_A_SECOND && deviation <= MOST_A_SECOND;

/** The places of `mon`, `mon-fri`, `sat,sun` or `*` among the names; undefined for anything else. */
function placesOf(text: string, names: readonly string[]): number[] | undefined {
  if (text === '*') return [...names.keys()];
  const places = text.split(',').map((part) => {
    const [from = '', to = from, ...more] = part.split('-');
    const [first, last] = [names.indexOf(from), names.indexOf(to)];
    if (first === -1 || last === -1 || more.length > 0) return undefined;
    const count = ((last - first + names.length) % names.length) + 1;
    return Array.from({ length: count }, (_, index) => (first + index) % names.length);
  });
  return places.includes(undefined) ? undefined : places.flatMap((some) => some ?? []);
}
