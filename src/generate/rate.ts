import { GenerateError } from './generate-error.ts';

/** How many records are due when so many milliseconds have passed: never less than before. */
export type Rate = (elapsedMs: number) => number;

/** Rates are records a second; times are milliseconds. */
export interface RateSettings {
  /** The rate at the start; `max`: as fast as it goes. */
  readonly perSecond: number | 'max';
  /** The rate rises or falls evenly to this one, and stays there. */
  readonly ramp?: { readonly toPerSecond: number; readonly overMs: number };
  /** The rate swings around `perSecond`, by so much up and down, once in each period. */
  readonly swing?: { readonly byPerSecond: number; readonly periodMs: number };
}

/** @throws GenerateError `SettingInvalid` for settings that exclude each other or make no rate */
export function rateOf({ perSecond, ramp, swing }: RateSettings): Rate {
  if (perSecond === 'max') {
    if (ramp || swing) throw invalid('As fast as it goes is not a rate that can rise or swing.');
    return () => Number.POSITIVE_INFINITY;
  }
  if (ramp && swing) throw invalid('A rate either rises or swings, not both.');
  if (ramp) return rising(perSecond, ramp);
  if (swing) return swinging(perSecond, swing);
  if (perSecond === 0) throw invalid('A rate of 0 makes no record.');
  return (elapsedMs) => (perSecond * elapsedMs) / 1000;
}

/** The sum of a rate that goes in a straight line. */
function rising(from: number, ramp: { toPerSecond: number; overMs: number }): Rate {
  const { toPerSecond: to, overMs } = ramp;
  if (from === 0 && to === 0) throw invalid('A rate of 0 makes no record.');
  return (elapsedMs) => {
    const rampMs = Math.min(elapsedMs, overMs);
    const during = (from + ((to - from) * rampMs) / (2 * overMs)) * rampMs;
    return (during + to * (elapsedMs - rampMs)) / 1000;
  };
}

/** The sum of a rate that follows a sine. */
function swinging(mean: number, swing: { byPerSecond: number; periodMs: number }): Rate {
  const { byPerSecond, periodMs } = swing;
  if (mean === 0) throw invalid('A rate of 0 makes no record.');
  if (byPerSecond > mean)
    throw invalid('A rate that swings by more than itself would be negative.');
  const perPeriod = (byPerSecond * periodMs) / (2 * Math.PI);
  return (elapsedMs) => {
    const turn = (2 * Math.PI * elapsedMs) / periodMs;
    return (mean * elapsedMs + perPeriod * (1 - Math.cos(turn))) / 1000;
  };
}

const invalid = (message: string) => new GenerateError('SettingInvalid', message);
