import { DEFAULT_SETTINGS } from '../event-source-mapping/settings.ts';
import { seededRandom } from '../random/random.ts';
import { between } from './chance.ts';
import type {
  FaultType,
  Plan,
  PlannedFault,
  PlannedPut,
  PlannedSettings,
  Trouble,
  TroubleKind,
} from './plan.ts';

/** One history in so many drives the whole engine, which takes longer. */
const WHOLE_EVERY = 10;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Retries without limit end with these before long. */
const SHORT_RETENTIONS = [2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS];

type FaultRow = readonly [
  type: FaultType,
  oneIn: number,
  shortestMs: number,
  longestMs: number,
  most: number,
];

/** Which faults there are, in how many histories, how long they last, and how many there can be. */
const FAULTS: readonly FaultRow[] = [
  ['split', 4, 0, 0, 2],
  ['merge', 4, 0, 0, 2],
  ['disable', 4, 0, 30_000, 3],
  ['disable', 12, 60_000, 5 * MINUTE_MS, 1],
  ['crash', 4, 0, 10_000, 3],
  ['throttle', 6, 100, 20_000, 2],
  ['refuse-delivery', 6, 1000, 30_000, 2],
  ['break-store', 6, 100, 5_000, 2],
  ['break-reads', 8, 100, 5_000, 2],
  ['jump', 6, 1000, 90_000, 2],
  ['jump', 30, HOUR_MS, DAY_MS, 1],
];

/** The plan of a seed. */
export function randomPlan(seed: number): Plan {
  const dice = new Dice(seed);
  const drives = seed % WHOLE_EVERY === 0 ? 'mapping' : 'machine';
  const settings = randomSettings(dice);
  const { isFiltered } = settings;
  const isEndless = settings.maximumRetryAttempts < 0 && settings.maximumRecordAgeInSeconds < 0;
  const { puts, lastMs } = randomPuts(dice, settings, drives);
  return {
    seed,
    drives,
    pace: dice.oneIn(3) ? 'aws' : 'fast',
    settings,
    retentionMs: dice.pick(isEndless ? SHORT_RETENTIONS : [...SHORT_RETENTIONS, HOUR_MS, DAY_MS]),
    shards: dice.pick([1, 1, 2, 3, 4]),
    function: {
      fastestMs: dice.pick([1, 1, 20]),
      slowestMs: dice.pick([1, 20, 200, 2000]),
      timeoutMs: dice.pick([100, 3000, 30_000]),
    },
    puts,
    faults: randomFaults(dice, lastMs, isFiltered),
    start: randomStart(dice, lastMs),
  };
}

/** Most mappings read everything; of the others some are made while records come already. */
function randomStart(dice: Dice, lastMs: number): Plan['start'] {
  const position = dice.pick(['TRIM_HORIZON', 'TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] as const);
  const atMs = dice.oneIn(2) ? 0 : dice.between(0, lastMs);
  if (position !== 'AT_TIMESTAMP') return { atMs, position };
  const timestampMs = Math.floor(dice.between(0, atMs) / 1000) * 1000;
  return { atMs, position, timestampMs };
}

/** Draws. */
class Dice {
  readonly #fraction: () => number;

  constructor(seed: number) {
    this.#fraction = seededRandom(seed).fraction;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.between(0, items.length - 1)] as Item;
  }

  /** Both ends included. */
  between(from: number, to: number): number {
    return between(from, to, this.#fraction());
  }

  oneIn(count: number): boolean {
    return this.#fraction() * count < 1;
  }

  fraction(): number {
    return this.#fraction();
  }
}

/** Settings as AWS accepts them; when records are not of one kind, that stays as it is. */
function randomSettings(dice: Dice, mustFilter?: boolean): PlannedSettings {
  const destination = dice.oneIn(4) ? {} : { onFailureDestinationArn: 'arn:aws:sqs:::simulated' };
  const settings: PlannedSettings = {
    ...DEFAULT_SETTINGS,
    ...destination,
    batchSize: dice.pick([1, 2, 3, 5, 10, 10, 50, 100, 1000]),
    bisectBatchOnFunctionError: dice.oneIn(2),
    maximumRetryAttempts: dice.pick([-1, 0, 1, 2, 3, 5]),
    maximumRecordAgeInSeconds: dice.pick([-1, -1, 60, 60, 120]),
    functionResponseTypes: dice.oneIn(2) ? ['ReportBatchItemFailures'] : [],
    maximumBatchingWindowInSeconds: dice.pick([0, 0, 0, 1, 5, 30]),
    parallelizationFactor: dice.pick([1, 1, 1, 2, 3, 10]),
    isFiltered: dice.oneIn(4),
  };
  const tumblingWindowInSeconds = dice.oneIn(4) ? dice.pick([1, 10, 60, 60, 300]) : 0;
  if (tumblingWindowInSeconds === 0 || mustFilter) return settings;
  return { ...settings, tumblingWindowInSeconds, parallelizationFactor: 1, isFiltered: false };
}

function randomPuts(
  dice: Dice,
  settings: PlannedSettings,
  drives: Plan['drives'],
): { puts: PlannedPut[]; lastMs: number } {
  const count = dice.oneIn(8) ? dice.between(500, 4000) : dice.between(1, 300);
  const keys = dice.pick([1, 2, 5, 20, 100]);
  const pauseMs = dice.pick(count > 300 ? [0, 10, 100] : [0, 10, 100, 1000, 5000]);
  const burst = dice.pick([1, 3, 20, 100]);
  const troubledOneIn = dice.pick([5, 20, 20, 100, 1000]);
  const kinds = dice.pick<readonly TroubleKind[]>([
    ['raise'],
    ['raise', 'time-out'],
    ['report'],
    ['raise', 'report', 'malformed', 'time-out'],
  ]);
  // Whoever writes out large payloads does so rarely.
  const largeOneIn = dice.oneIn(drives === 'machine' ? 8 : 40) ? 10 : Number.POSITIVE_INFINITY;
  const puts: PlannedPut[] = [];
  let atMs = 0;
  while (puts.length < (Number.isFinite(largeOneIn) ? Math.min(count, 60) : count)) {
    if (dice.oneIn(burst)) atMs += dice.between(0, 2 * pauseMs);
    const trouble = dice.oneIn(troubledOneIn) ? randomTrouble(dice, kinds) : undefined;
    puts.push({
      atMs,
      key: dice.between(1, keys),
      bytes: dice.oneIn(largeOneIn) ? randomLargeSize(dice) : dice.between(0, 200),
      isWanted: !settings.isFiltered || !dice.oneIn(3),
      ...(trouble && { trouble }),
    });
  }
  return { puts, lastMs: atMs };
}

function randomTrouble(dice: Dice, kinds: readonly TroubleKind[]): Trouble {
  return { kind: dice.pick(kinds), times: dice.pick([-1, -1, 1, 1, 2, 5]) };
}

/** Up to 1 MiB as streams take it, or near to what just fits into an event all by itself. */
function randomLargeSize(dice: Dice): number {
  if (!dice.oneIn(3)) return dice.between(900_000, 1024 * 1024);
  const justFits = Math.floor((6 * 1024 * 1024 * 3) / 4);
  return dice.between(justFits - 500, justFits + 100);
}

function randomFaults(dice: Dice, lastMs: number, isFiltered: boolean): PlannedFault[] {
  const isCalm = dice.oneIn(3);
  const untilMs = Math.max(2000, lastMs + lastMs / 4);
  const faults: PlannedFault[] = [];
  for (const row of isCalm ? [] : FAULTS) {
    const [type, oneIn, shortestMs, longestMs, most] = row;
    if (!dice.oneIn(oneIn)) continue;
    for (let left = dice.between(1, most); left > 0; left--) {
      const atMs = dice.between(0, untilMs);
      const forMs = Math.floor(shortestMs + (longestMs - shortestMs) * dice.fraction() ** 2);
      const isUpdate = type === 'disable' && dice.oneIn(2);
      const settings = isUpdate ? { settings: randomUpdate(dice, isFiltered) } : {};
      faults.push({ type, atMs, forMs, pick: dice.fraction(), ...settings });
    }
  }
  return faults.sort((one, other) => one.atMs - other.atMs);
}

/** New settings; what the records are, and so whether they are filtered, stays. */
function randomUpdate(dice: Dice, mustFilter: boolean): Partial<PlannedSettings> {
  const update = randomSettings(dice, mustFilter);
  const { isFiltered: _, onFailureDestinationArn: __, ...settings } = update;
  return settings;
}
