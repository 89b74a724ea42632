import type { Client } from './client.ts';

/** The retention period of a stream, unless it has another one (Kinesis developer guide). */
const RETENTION_MS = 24 * 3_600_000;
/** Failure messages must not expire before they are read: no queue keeps them longer than 336 h. */
const MOST_MS = 300 * 3_600_000;
/** Longer than any wait before a retry, and than the age that records may reach. */
const STEP_MS = 61_000;

/** The time of a world whose clock is moved, as far as it is known from outside. */
export class WorldTime {
  /** What it was at the last answer: it is this late, or later. */
  nowMs = 0;
  /** How far the clock was asked to go, answered or not. */
  #askedMs = 0;

  /** After a start the clock stands where it stood, or further, if an advance was cut off. */
  async restore(client: Client): Promise<void> {
    const knownMs = this.nowMs;
    const nowMs = await this.#move(client, 0);
    if (nowMs < knownMs) throw new Error(`Time went back from ${knownMs} to ${nowMs}.`);
  }

  /** Whether the load may let so much more time pass. */
  mayAdvance(ms: number): boolean {
    return this.#askedMs + ms <= MOST_MS;
  }

  async advance(client: Client, ms: number): Promise<void> {
    this.#askedMs += ms;
    await this.#move(client, ms);
  }

  /** Lets everything that waits for its time have it. */
  async step(client: Client): Promise<void> {
    await this.advance(client, STEP_MS);
  }

  /** What arrived before has reached the end of its retention. */
  get oldestMs(): number {
    return this.nowMs - RETENTION_MS;
  }

  async #move(client: Client, advanceMs: number): Promise<number> {
    const body = JSON.stringify({ advanceMs });
    const answer = await fetch(`${client.endpoint}/_sluicebox/clock`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`The clock was not moved: ${await answer.text()}`);
    const { nowMs } = (await answer.json()) as { nowMs: number };
    this.nowMs = Math.max(this.nowMs, nowMs);
    return nowMs;
  }
}
