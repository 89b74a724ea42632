import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import type { Events } from '../observe/events.ts';
import type { LogGroups } from '../observe/log-groups.ts';
import type { Random } from '../random/random.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { aborted } from './lambda-error.ts';
import { Reaper } from './reaper.ts';
import { RuntimeApi } from './runtime-api.ts';
import { Runtimes } from './runtimes.ts';
import { SandboxPool } from './sandbox-pool.ts';

/** What running functions needs of the world around them. */
export interface FunctionsOptions {
  readonly clock: Clock;
  /** The time at which log events happen: where it is scaled, sandboxes live in that of the machine. */
  readonly logClock?: Clock;
  /** Real time; the system's unless given. */
  readonly machineClock?: Clock;
  readonly random: Random;
  readonly events: Events;
  readonly logs: Pick<LogGroups, 'appendSoon'>;
  /** Where the services that handlers call are: `http://127.0.0.1:4566`. */
  readonly endpoint: () => string;
  /** What handlers sign their calls with; a word that says nothing unless given. */
  readonly secretAccessKey?: string | undefined;
  /** Puts the code of a version into its folder, where it is not kept there by somebody else. */
  readonly unpack?: (definition: FunctionDefinition) => Promise<void>;
}

interface Started {
  readonly starting: Promise<SandboxPool>;
  pool: SandboxPool | undefined;
}

/**
 * The sandboxes of every version of every function, a pool for each: made when a version is first
 * invoked, and given up when it is replaced. A version is known by its definition itself, so that
 * one that changed has a pool of its own.
 */
export class VersionPools {
  readonly #options: FunctionsOptions;
  readonly #started = new Map<FunctionDefinition, Started>();
  /** Also those whose version was replaced or removed, until their last sandbox is gone. */
  readonly #pools = new Set<SandboxPool>();
  readonly #runtimes = new Runtimes();
  readonly #runtimeApi = new RuntimeApi();
  readonly #reaper = new Reaper();
  readonly #warned = new Set<string>();
  #isClosed = false;

  constructor(options: FunctionsOptions) {
    this.#options = options;
  }

  /** The pool of a version that was invoked before; must be asked again for each invocation. */
  ready(definition: FunctionDefinition): SandboxPool | undefined {
    const pool = this.#started.get(definition)?.pool;
    // Retired and forgotten in between, it is to be closed with the others all the same.
    if (pool) this.#pools.add(pool);
    return pool;
  }

  /** Throws `InvalidRuntimeException` when this machine cannot run the version. */
  async poolOf(scope: Scope, definition: FunctionDefinition): Promise<SandboxPool> {
    const known = this.#started.get(definition);
    const started = known ?? { starting: this.#newPool(scope, definition), pool: undefined };
    if (!known) this.#started.set(definition, started);
    try {
      started.pool = await started.starting;
    } catch (error) {
      if (this.#started.get(definition) === started) this.#started.delete(definition);
      throw error;
    }
    this.#pools.add(started.pool);
    return started.pool;
  }

  /** Lets running invocations finish; resolves when no sandbox of the version is left. */
  async retire(definition: FunctionDefinition): Promise<void> {
    const started = this.#started.get(definition);
    this.#started.delete(definition);
    const pool = await started?.starting.catch(() => undefined);
    if (!pool) return;
    // An invocation that was given the pool before it was retired may begin only now.
    do await pool.retire();
    while (!pool.isEmpty);
    this.#pools.delete(pool);
  }

  /** Stops every sandbox with all its descendants; resolves when they are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#pools].map((pool) => pool.close()));
    this.#reaper.close();
    await this.#runtimeApi.close();
  }

  async #newPool(scope: Scope, definition: FunctionDefinition): Promise<SandboxPool> {
    const { clock, random, events, logs, unpack, endpoint, secretAccessKey } = this.#options;
    const { logClock = clock, machineClock = systemClock } = this.#options;
    await unpack?.(definition);
    const command = await this.#runtimes.commandFor(definition);
    if (this.#isClosed) throw aborted();
    this.#warn(definition.functionName, command.mismatch);
    const calls = { endpoint, secretAccessKey };
    const clocks = { clock, machineClock };
    const shared = {
      ...clocks,
      random,
      ...calls,
      runtimeApi: this.#runtimeApi,
      reaper: this.#reaper,
    };
    const pool = new SandboxPool({
      host: { scope, definition, command, ...shared },
      ...{ events, logs, logClock },
    });
    this.#pools.add(pool);
    return pool;
  }

  #warn(functionName: string, mismatch: string | undefined): void {
    if (!mismatch || this.#warned.has(functionName)) return;
    this.#warned.add(functionName);
    this.#options.events.emit('warning', { message: `${functionName} ${mismatch}` });
  }
}
