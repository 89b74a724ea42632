import type { Random } from '../random/random.ts';
import type { PeriodicTable } from './periodic-table.ts';
import type { Rate } from './rate.ts';

/**
 * A rate that follows hours and weekdays of this machine's zone, as the periodic one of the Kinesis
 * Data Generator does: for each second a number is drawn, and spread over it.
 *
 * @param startMs when the first record is due; epoch milliseconds
 */
export function periodicRate(
  table: PeriodicTable,
  { startMs, random }: { readonly startMs: number; readonly random: Random },
): Rate {
  // What is due before each second: a rate is asked for times that have passed, too.
  const before = [0];
  const upTo = (second: number): number => {
    for (let at = before.length; at <= second; at++) {
      const time = new Date(startMs + (at - 1) * 1000);
      const { mean, deviation } = table(time.getDay(), time.getHours());
      const drawn = Math.max(0, mean + deviation * standardNormal(random));
      before.push((before[at - 1] ?? 0) + drawn);
    }
    return before[second] ?? 0;
  };
  return (elapsedMs) => {
    const second = Math.floor(elapsedMs / 1000);
    const [from, to] = [upTo(second), upTo(second + 1)];
    return from + ((to - from) * (elapsedMs % 1000)) / 1000;
  };
}

/** Box and Muller's way to a normal distribution. */
function standardNormal(random: Random): number {
  const distance = Math.sqrt(-2 * Math.log(1 - random.fraction()));
  return distance * Math.cos(2 * Math.PI * random.fraction());
}
