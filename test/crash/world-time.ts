import { between } from './chance.ts';
import type { Client } from './client.ts';
import type { LoadContext, Step } from './load/burst.ts';

const HOUR_MS = 3_600_000;
const RETENTION_MS = 24 * HOUR_MS;
/** Longer than any wait before a retry, and than the age that records may reach. */
const STEP_MS = 61_000;

/** The time of a world whose clock is moved, as far as it is known from outside. */
export class WorldTime {
  /** What it was at the last answer: it is this late, or later. */
  nowMs = 0;
  /** How far the clock was asked to go beyond the machine's, answered or not. */
  #askedMs = 0;

  /** After a start the clock stands at the machine's time again: takes it to where it was. */
  async restore(client: Client): Promise<void> {
    await this.#move(client, this.#askedMs);
  }

  async advance(client: Client, ms: number): Promise<void> {
    this.#askedMs += ms;
    await this.#move(client, ms);
  }

  /** Lets everything that waits for its time have it. */
  async step(client: Client): Promise<void> {
    await this.advance(client, STEP_MS);
  }

  /** Whether what was put then has reached the end of its retention. */
  isGone(worldMs: number): boolean {
    return worldMs < this.nowMs - RETENTION_MS;
  }

  async #move(client: Client, advanceMs: number): Promise<void> {
    const body = JSON.stringify({ advanceMs });
    const answer = await fetch(`${client.endpoint}/_sluicebox/clock`, { method: 'POST', body });
    const { nowMs } = (await answer.json()) as { nowMs: number };
    this.nowMs = Math.max(this.nowMs, nowMs);
  }
}

/** Lets hours pass. */
export function advancer({ client, random }: LoadContext, world: WorldTime): Step {
  return () => world.advance(client, between(random, 1, 6) * HOUR_MS);
}
