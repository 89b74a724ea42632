import type { Clock, Timer } from '../clock/clock.ts';
import type { Totals } from '../generate/totals.ts';

const SHOW_EVERY_MS = 500;
const THROUGH_LINE_END = '\x1b[K';

/** What a terminal shows while records are put: one line that is written over and over. */
export class LiveLine {
  readonly #totals: Totals;
  readonly #clock: Clock;
  readonly #write: (text: string) => void;
  readonly #startMs: number;
  #timer: Timer | undefined;
  #last: { readonly atMs: number; readonly put: number; readonly bytes: number };

  constructor(totals: Totals, { clock, write }: { clock: Clock; write: (text: string) => void }) {
    this.#totals = totals;
    this.#clock = clock;
    this.#write = write;
    this.#startMs = clock.now();
    this.#last = { atMs: this.#startMs, put: 0, bytes: 0 };
    this.#arm();
  }

  #arm(): void {
    this.#timer = this.#clock.at(this.#clock.now() + SHOW_EVERY_MS, () => {
      this.#write(`\r${this.#line()}${THROUGH_LINE_END}`);
      this.#arm();
    });
  }

  #line(): string {
    const nowMs = this.#clock.now();
    const { put, bytes, throttled, lost } = this.#totals;
    const seconds = Math.max(0.001, (nowMs - this.#last.atMs) / 1000);
    const perSecond = (put - this.#last.put) / seconds;
    const bytesPerSecond = (bytes - this.#last.bytes) / seconds;
    this.#last = { atMs: nowMs, put, bytes };
    return [
      `${((nowMs - this.#startMs) / 1000).toFixed(1)} s`,
      `${grouped(put)} records`,
      `${grouped(Math.round(perSecond))}/s`,
      `${byteText(bytesPerSecond)}/s`,
      `${grouped(throttled)} throttled`,
      ...(lost > 0 ? [`${grouped(lost)} lost`] : []),
    ].join(' · ');
  }

  /** Takes the line away. */
  end(): void {
    this.#timer?.cancel();
    this.#write(`\r${THROUGH_LINE_END}`);
  }
}

/** What a run came to, in a sentence or two. */
export function summaryText(totals: Totals, tookMs: number, poisoned: number): string {
  const { put, bytes, throttled, retried, lost, lastRefusal } = totals;
  const seconds = Math.max(0.001, tookMs / 1000);
  const rate = grouped(Math.round(put / seconds));
  const parts = [
    `${grouped(put)} ${put === 1 ? 'record' : 'records'} (${byteText(bytes)}) put in ` +
      `${seconds.toFixed(1)} s, ${rate} a second.`,
  ];
  if (poisoned > 0) parts.push(`${grouped(poisoned)} made bad on purpose.`);
  if (retried > 0) {
    parts.push(`${grouped(retried)} put again, ${grouped(throttled)} throttled.`);
  }
  if (lost > 0) parts.push(`${grouped(lost)} given up: ${lastRefusal ?? 'refused'}`);
  return parts.join(' ');
}

const grouped = (value: number) => value.toLocaleString('en-US');

export function byteText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
