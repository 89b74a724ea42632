import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Key, Store } from '../store/store.ts';
import { LIMITS } from './limits.ts';
import { onDemandCount } from './on-demand-limit.ts';
import type { StreamRegistry } from './stream-registry.ts';

/** The commitment to pay for a least throughput, as an account has it in a region. */
export interface BillingCommitment {
  readonly status: 'ENABLED' | 'DISABLED' | 'ENABLED_UNTIL_EARLIEST_ALLOWED_END';
  readonly startedAtMs?: number | undefined;
  readonly endedAtMs?: number | undefined;
  readonly earliestAllowedEndAtMs?: number | undefined;
}

/** As it is kept: that it has ended, once it may, follows from the time. */
interface Kept {
  readonly startedAtMs: number;
  /** When its end was asked for. */
  readonly endAskedForAtMs?: number | undefined;
}

interface AccountOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly registry: StreamRegistry;
}

/**
 * What holds for an account in a region. Nothing costs anything here, so the commitment only allows
 * what AWS allows with it. It lasts a day at least; whoever ends it earlier has it until then.
 */
export class AccountSettings {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #registry: StreamRegistry;

  constructor({ store, clock, registry }: AccountOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#registry = registry;
  }

  /** How many shards and on-demand streams the account has in the region, and may have. */
  limits(scope: Scope) {
    return {
      shardLimit: LIMITS.openShardsOfAnAccount,
      openShardCount: this.openShards(scope),
      onDemandStreamCount: onDemandCount(this.#registry.all(scope)),
      onDemandStreamCountLimit: LIMITS.onDemandStreams,
    };
  }

  /** How many open shards the account has in the region. */
  openShards(scope: Scope): number {
    return this.#registry.all(scope).reduce((sum, { open }) => sum + open.length, 0);
  }

  /** The commitment as it is now. */
  commitment(scope: Scope): BillingCommitment {
    return this.#describe(this.#store.get<Kept>(keyOf(scope)));
  }

  /** Whether the account is committed, be it until the earliest end only. */
  isCommitted(scope: Scope): boolean {
    return this.commitment(scope).status !== 'DISABLED';
  }

  /** Begins or ends the commitment; what it is already changes nothing. Answers what it is then. */
  async commit(scope: Scope, status: 'ENABLED' | 'DISABLED'): Promise<BillingCommitment> {
    return this.#store.transact((transaction) => {
      const key = keyOf(scope);
      const kept = transaction.get<Kept>(key);
      const changed = this.#changed(kept, status);
      if (changed !== kept) transaction.put(key, changed);
      return this.#describe(changed);
    });
  }

  #changed(kept: Kept | undefined, status: 'ENABLED' | 'DISABLED'): Kept | undefined {
    const now = this.#describe(kept).status;
    if (status === now) return kept;
    if (status === 'ENABLED') {
      return { startedAtMs: now === 'DISABLED' ? this.#clock.now() : kept!.startedAtMs };
    }
    return now === 'ENABLED' ? { ...kept!, endAskedForAtMs: this.#clock.now() } : kept;
  }

  #describe(kept: Kept | undefined): BillingCommitment {
    if (!kept) return { status: 'DISABLED' };
    const { startedAtMs, endAskedForAtMs } = kept;
    const earliestAllowedEndAtMs = startedAtMs + LIMITS.leastCommitmentMs;
    const begun = { startedAtMs, earliestAllowedEndAtMs };
    if (endAskedForAtMs === undefined) return { status: 'ENABLED', ...begun };
    const endedAtMs = Math.max(endAskedForAtMs, earliestAllowedEndAtMs);
    if (endedAtMs > this.#clock.now()) {
      return { status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END', ...begun };
    }
    return { status: 'DISABLED', startedAtMs, endedAtMs };
  }
}

const keyOf = ({ account, region }: Scope): Key => ['stream-account-settings', account, region];
