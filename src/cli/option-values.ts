import { InvalidArgumentError } from 'commander';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `500ms`, `10s`, `5m`, `2h`, `1d`; a bare number is seconds. In milliseconds. */
export function parseDuration(text: string): number {
  const [, digits, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text) ?? [];
  const durationMs = Number(digits) * (UNIT_MS[unit] ?? Number.NaN);
  if (durationMs > 0) return durationMs;
  throw new InvalidArgumentError('A duration is a number with a unit, such as 500ms, 10s, 5m, 2h.');
}

/** A whole number from 1 on. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && Number.isSafeInteger(count)) return count;
  throw new InvalidArgumentError('A whole number from 1 on is expected.');
}

/** A whole number from 0 on. */
export function parseWhole(text: string): number {
  return text === '0' ? 0 : parseCount(text);
}

/** The id of a shard, of which its number is enough. */
export function parseShard(text: string): string {
  if (/^shardId-\d{12}$/.test(text)) return text;
  if (/^\d{1,12}$/.test(text)) return `shardId-${text.padStart(12, '0')}`;
  throw new InvalidArgumentError('A shard is shardId-000000000003, or 3.');
}

/** Records a second, or as many as the stream takes. */
export function parseRate(text: string): number | 'max' {
  if (text === 'max') return 'max';
  const rate = Number(text);
  if (text.trim() !== '' && rate >= 0 && Number.isFinite(rate)) return rate;
  throw new InvalidArgumentError('A rate is a number of records a second, or max.');
}

/** `0.1%`, or `0.001`: a share from 0 to 1. */
export function parseShare(text: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%)?$/.exec(text) ?? [];
  const share = Number(digits) / (percent ? 100 : 1);
  if (share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError('A share is a percentage such as 0.1%, or a number from 0 to 1.');
}
