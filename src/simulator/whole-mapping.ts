import type { Clock } from '../clock/clock.ts';
import { MappingRunner } from '../event-source-mapping/mapping-runner.ts';
import { PACES } from '../event-source-mapping/pace.ts';
import { type Ports, SHARD_END, type ShardOfMapping } from '../event-source-mapping/ports.ts';
import type { WindowInvocation } from '../event-source-mapping/tumbling-window.ts';
import { seededRandom } from '../random/random.ts';
import { chanceOf } from './chance.ts';
import { IDENTITY } from './invariants/batch-limits.ts';
import { type MappingStart, mappingIn, type SimulatedMapping } from './simulated-mapping.ts';
import type { Stored } from './virtual-store.ts';
import type { VirtualShard } from './virtual-stream.ts';

const STREAM_ID = 'simulated';
const SLOWEST_CALL_MS = 20;

/** A mapping run as the product runs it, by runner and pollers, behind ports to the virtual world. */
export class WholeMapping implements SimulatedMapping {
  readonly #start: MappingStart;
  readonly #runner: MappingRunner;
  #isDead = false;

  constructor(start: MappingStart) {
    const { world, run } = start;
    const clock: Clock = {
      now: () => world.clock.now(),
      at: (atMs, callback) => world.clock.at(atMs, () => this.#isDead || callback()),
    };
    this.#start = start;
    this.#runner = new MappingRunner({
      ...{ clock, mapping: mappingIn(start), pace: PACES[world.plan.pace] },
      ports: start.ports(this.#ports()),
      random: seededRandom(chanceOf(world.plan.seed, 11, run.id) * 2 ** 32),
      onReport: (report) => {
        world.say(() => `report    ${report.name}`);
        world.chronicle.reported(report);
      },
    });
  }

  stop(stopped: () => void): void {
    void this.#runner.stop(new AbortController().signal).then(stopped);
  }

  crash(): void {
    // A process that does not even get so far, or one that is told to end at once; the latter must
    // itself keep from doing anything more.
    const { world, run } = this.#start;
    if (chanceOf(world.plan.seed, 13, run.id) < 0.5) this.#isDead = true;
    else void this.#runner.stop(AbortSignal.abort());
  }

  #ports(): Ports {
    const { run, store } = this.#start;
    return {
      stream: this.#streamPort(),
      function: this.#functionPort(),
      progress: {
        checkpoint: (of) => {
          const { isStoredAsEnded, storedIndex, records } = this.#shard(of);
          return isStoredAsEnded ? SHARD_END : records[storedIndex]?.sequenceNumber;
        },
        openWindow: (of) => this.#shard(of).storedWindow,
        saveProgress: (of, progress) => {
          const shard = this.#shard(of);
          return this.#stored((done) => store.saveProgress({ run, shard }, progress, done)).then(
            () => {},
          );
        },
        refusesDestination: () => undefined,
        discard: (of, { failureRecord, progress }) => {
          const discard = { run, shard: this.#shard(of), failureRecord, progress };
          return this.#stored((done) => store.discard(discard, done));
        },
      },
      // The control plane is not simulated: a runner keeps no mappings.
      mappings: {
        load: () => undefined,
        all: () => [],
        save: async () => {},
        saveResult: async () => {},
        remove: async () => {},
      },
    };
  }

  #streamPort(): Ports['stream'] {
    const { world, run } = this.#start;
    const { stream, chronicle, clock } = world;
    const failing = () => {
      if (world.suffers('break-reads')) throw new Error('Internal failure.');
    };
    return {
      describe: () =>
        this.#later(() => {
          failing();
          const shards = stream.shards.map(({ shardId, parents }) => ({
            shardId,
            parentShardIds: parents.map((parent) => parent.shardId),
            hashKeys: { starting: '0', ending: '0' },
          }));
          return { streamId: STREAM_ID, shards };
        }),
      latest: async () => {
        throw new Error('Only the control plane asks, which is not simulated.');
      },
      read: (request) => {
        const shard = this.#shard(request);
        this.#acts('a read');
        chronicle.reading(run, shard);
        world.say(() => `read      ${shard.shardId}`);
        return this.#later(() => {
          failing();
          const { limit, position } = request;
          const answer = stream.read(shard, position, { limit, nowMs: clock.now() });
          if (run.endedAtMs === undefined) {
            chronicle.read({ run, shard, records: answer.records });
          }
          return answer;
        });
      },
      onChange: (of, listener) => {
        const { listeners } = this.#shard(of);
        const live = () => this.#isDead || listener({ type: 'grown' });
        listeners.add(live);
        return () => listeners.delete(live);
      },
    };
  }

  #functionPort(): Ports['function'] {
    const { world, run, invokes } = this.#start;
    return {
      exists: () => true,
      roleArn: () => IDENTITY.invokeIdentityArn,
      invoke: ({ requestId, payload: bytes }) =>
        new Promise((resolve) => {
          if (this.#isDead) return;
          this.#acts('an invocation');
          const payload = Buffer.from(bytes).toString();
          const ids = [...payload.matchAll(/"eventID":"([^:"]+):(\d+)"/g)];
          const window = windowIn(payload);
          const shard = this.#shard({ shardId: ids[0]?.[1] ?? window?.shardId ?? '' });
          const records = ids.map((id) => world.stream.find(id[2] as string));
          const payloadBytes = bytes.byteLength;
          world.say(() => {
            const numbers = records.map(({ number }) => number).join(',');
            return `invoke    ${shard.shardId} ${requestId} [${numbers}]`;
          });
          const call = { run, shard, requestId, records, payloadBytes, window: window?.told };
          invokes.invoke(call, (outcome) => {
            world.say(() => `invoked   ${requestId} ${JSON.stringify(outcome)}`);
            resolve(outcome);
          });
        }),
    };
  }

  #shard({ shardId }: Pick<ShardOfMapping, 'shardId'>): VirtualShard {
    const { shards } = this.#start.world.stream;
    return shards.find((shard) => shard.shardId === shardId) as VirtualShard;
  }

  #acts(what: string): void {
    const { world, run } = this.#start;
    if (!this.#isDead) world.chronicle.acted(run, what);
  }

  /** Resolves a little later to what `look` answers then; never when the mapping is gone. */
  #later<Answer>(look: () => Answer): Promise<Answer> {
    const { world } = this.#start;
    return new Promise((resolve, reject) => {
      world.after(world.draw(1, SLOWEST_CALL_MS), () => {
        if (this.#isDead) return;
        try {
          resolve(look());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #stored(ask: (done: (result: Stored) => void) => void): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#isDead) return;
      this.#acts('something to be stored');
      ask(({ error, failure }) => (error ? reject(error) : resolve(failure)));
    });
  }
}

/** What an event says of its tumbling window; nothing in the records looks like where it begins. */
function windowIn(payload: string): { shardId: string; told: WindowInvocation } | undefined {
  const at = payload.indexOf('],"shardId":');
  if (at < 0) return undefined;
  const { shardId, window, state, ...flags } = JSON.parse(`{${payload.slice(at + 2)}`);
  const bounds = { startMs: Date.parse(window.start), endMs: Date.parse(window.end) };
  const { isFinalInvokeForWindow, isWindowTerminatedEarly } = flags;
  const told = { isFinalInvokeForWindow, isWindowTerminatedEarly, state: JSON.stringify(state) };
  return { shardId, told: { ...bounds, ...told } };
}
