import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Clock, sleep } from '../../src/clock/clock.ts';
import { type Random, seededRandom } from '../../src/random/random.ts';
import { between } from './chance.ts';
import { Client } from './client.ts';
import { Evidence } from './evidence.ts';
import { Ledger } from './ledger.ts';
import { burst } from './load/burst.ts';
import { MODES, type Mode, type ModeName } from './modes.ts';
import { Server } from './server.ts';
import { settle } from './settle.ts';
import { templateOf } from './template.ts';
import { expectNone, LawBroken, type Violation } from './violation.ts';
import { WorldTime } from './world-time.ts';

export interface CampaignOptions {
  readonly mode: ModeName;
  readonly kills: number;
  readonly seed: number;
  readonly clock: Clock;
}

/** What a campaign saw. */
export interface Outcome {
  readonly kills: number;
  /** Requests that put records, answered or not. */
  readonly puts: number;
  readonly records: number;
  readonly deliveries: number;
  readonly failureMessages: number;
  readonly messages: number;
  readonly slowestStartMs: number;
  /** Absent when no law was broken. */
  readonly broken?: Broken;
}

interface Broken {
  readonly violations: readonly Violation[];
  readonly afterKill: number;
  /** Holds the data, the template, what the server printed and what the handlers wrote. */
  readonly folder: string;
}

/** How long a start may take: far more than it does, so that a busy machine is no violation. */
const START_BOUND_MS = 15_000;
/** How long the load of one life lasts. */
const BURST_MS = { least: 100, most: 600 };
/** After so many kills everything is read again from the beginning. */
const THOROUGH_EVERY = 20;
/** About how long a start takes, until one was measured. */
const USUAL_START_MS = 500;
/** Room for numbers in a seed, so that no two sources share one. */
const MOST_RUNS = 10_000;
const MOST_SOURCES = 100;
const CONSUMER_CODE = fileURLToPath(new URL('./consumer', import.meta.url));

/** Kills a server again and again, in one folder, and holds what it shows against its answers. */
export async function runCampaign(options: CampaignOptions): Promise<Outcome> {
  const campaign = new Campaign(options);
  try {
    await campaign.live();
    rmSync(campaign.folder, { recursive: true, force: true, maxRetries: 5 });
    return campaign.outcome;
  } catch (error) {
    const violations = error instanceof LawBroken ? error.violations : [unanswered(error)];
    const { folder, kills: afterKill } = campaign;
    return {
      ...campaign.outcome,
      broken: { violations, afterKill, folder },
    };
  }
}

/** What was asked while nobody killed the server, and went wrong. */
function unanswered(error: unknown): Violation {
  const found = error instanceof Error ? `${error.stack}` : `${error}`;
  return { law: 'a running server answers', expected: 'an answer', found };
}

class Campaign {
  readonly folder: string;
  kills = 0;
  readonly #options: CampaignOptions;
  readonly #mode: Mode;
  readonly #random: Random;
  readonly #ledger = new Ledger();
  readonly #world = new WorldTime();
  readonly #evidence: Evidence;
  #run = 0;
  #startMs = USUAL_START_MS;
  #slowestStartMs = 0;

  constructor(options: CampaignOptions) {
    this.#options = options;
    this.#mode = MODES[options.mode];
    this.#random = seededRandom(options.seed);
    this.folder = mkdtempSync(join(tmpdir(), `sluicebox-crash-${options.mode}-`));
    const { consumers, isClockMoved } = this.#mode;
    writeFileSync(join(this.folder, 'template.yaml'), templateOf(consumers));
    cpSync(CONSUMER_CODE, join(this.folder, 'consumer'), { recursive: true });
    this.#evidence = new Evidence({
      folder: this.folder,
      ledger: this.#ledger,
      consumers,
      ...(isClockMoved && { oldestMs: () => this.#world.oldestMs }),
    });
  }

  get outcome(): Outcome {
    return {
      kills: this.kills,
      puts: this.#ledger.puts.length,
      records: this.#evidence.records,
      deliveries: this.#evidence.deliveries,
      failureMessages: this.#evidence.failures.length,
      messages: this.#ledger.messages.size,
      slowestStartMs: this.#slowestStartMs,
    };
  }

  async live(): Promise<void> {
    while (this.kills < this.#options.kills) {
      const server = this.#spawn();
      try {
        if (this.#random.fraction() < this.#mode.whileStarting) await this.#waitWhileItStarts();
        else await this.#useUntilKilled(server);
      } finally {
        await server.kill();
      }
      this.kills++;
    }
    await this.#end();
  }

  #spawn(): Server {
    return new Server({ folder: this.folder, run: ++this.#run, args: this.#mode.args });
  }

  /** The template is loaded in the last part of a start. */
  async #waitWhileItStarts(): Promise<void> {
    const share = 0.3 + this.#random.fraction() * 0.8;
    await sleep(this.#options.clock, this.#startMs * share);
  }

  async #useUntilKilled(server: Server): Promise<void> {
    const client = await this.#ready(server);
    try {
      await this.#check(client, { thoroughly: this.kills % THOROUGH_EVERY === THOROUGH_EVERY - 1 });
      await this.#load(server, client);
    } finally {
      client.close();
    }
  }

  async #ready(server: Server): Promise<Client> {
    const { clock } = this.#options;
    const begunMs = clock.now();
    const endpoint = await Promise.race([server.ready, sleep(clock, START_BOUND_MS)]);
    const startMs = clock.now() - begunMs;
    if (endpoint === undefined) {
      const law = 'a start needs no repair and comes to its end';
      const found = `nothing after ${startMs} ms: ${server.output}`;
      throw new LawBroken([{ law, expected: `an endpoint within ${START_BOUND_MS} ms`, found }]);
    }
    this.#startMs = startMs;
    this.#slowestStartMs = Math.max(this.#slowestStartMs, startMs);
    const client = new Client(endpoint);
    if (this.#mode.isClockMoved) await this.#world.restore(client);
    return client;
  }

  async #check(client: Client, { thoroughly }: { thoroughly: boolean }): Promise<void> {
    const again = thoroughly || this.#mode.isClockMoved;
    expectNone(this.#ledger.strangers());
    expectNone(await this.#evidence.checkStreams(client, { again }));
    if (!thoroughly) return;
    expectNone(await this.#evidence.checkResources(client));
    expectNone(this.#evidence.checkAll());
  }

  /** Ends with the server's death in the middle of what was asked of it. */
  async #load(server: Server, client: Client): Promise<void> {
    const { clock } = this.#options;
    const ended = new AbortController();
    let isOver = false;
    const sources = this.#mode.sources.map((source, index) => {
      const context = this.#context(client, { index, signal: ended.signal });
      return burst(source(context), { context, isOver: () => isOver });
    });
    await sleep(clock, between(this.#random, BURST_MS.least, BURST_MS.most));
    if (server.hasEnded) {
      const law = 'a server does not end by itself';
      throw new LawBroken([{ law, expected: 'a server to kill', found: server.output }]);
    }
    // What is under way is not waited for: the server dies in the middle of it.
    isOver = true;
    await server.kill();
    ended.abort();
    await Promise.all(sources);
  }

  /** Each source has chance of its own, so that what it asks does not depend on the others. */
  #context(client: Client, { index, signal }: { index: number; signal: AbortSignal }) {
    const { clock, seed } = this.#options;
    const [ledger, world, run] = [this.#ledger, this.#world, this.#run];
    const random = seededRandom((seed * MOST_RUNS + run) * MOST_SOURCES + index);
    return { client, clock, ledger, random, run, signal, world };
  }

  async #end(): Promise<void> {
    const server = this.#spawn();
    try {
      const client = await this.#ready(server);
      const { clock } = this.#options;
      const [ledger, evidence] = [this.#ledger, this.#evidence];
      const step = this.#mode.isClockMoved ? () => this.#world.step(client) : undefined;
      await this.#check(client, { thoroughly: true });
      expectNone(await settle({ client, clock, ledger, evidence, step }));
      await this.#check(client, { thoroughly: true });
      client.close();
    } finally {
      await server.stop();
    }
  }
}
