type TimeErrorCode =
  /** What is kept was written at times that the machine's clock has yet to reach. */
  'AheadOfMachine';

/** Why a world cannot begin at the time that was asked for. */
export class TimeError extends Error {
  readonly code: TimeErrorCode;

  constructor(code: TimeErrorCode, message: string) {
    super(message);
    this.name = 'TimeError';
    this.code = code;
  }
}

/** Says that the time of a data folder is ahead of the machine's, and what can be done. */
export function aheadOfMachine(keptMs: number, machineMs: number): TimeError {
  return new TimeError(
    'AheadOfMachine',
    `The time in this data folder is ${duration(keptMs - machineMs)} ahead of this machine's ` +
      `(${new Date(keptMs).toISOString()}), because --clock manual or --speed moved it. ` +
      'Go on from there with --speed 1, at the usual pace, or with --clock manual; ' +
      'or choose another folder with --data, or keep nothing: --ephemeral.',
  );
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** The two largest units of a duration: `1 d 3 h`. */
function duration(ms: number): string {
  const largest = UNITS.findIndex(([, unitMs]) => ms >= unitMs);
  let restMs = ms;
  const parts = UNITS.slice(largest, largest + 2).map(([name, unitMs]) => {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    return count > 0 ? `${count} ${name}` : '';
  });
  return parts.join(' ').trim();
}
