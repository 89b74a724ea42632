import type { Scope } from '../aws/scope.ts';
import type { Random } from '../random/random.ts';
import type { Store, Transaction } from '../store/store.ts';
import { KinesisError } from './kinesis-error.ts';
import { LIMITS } from './limits.ts';
import { seal, unseal } from './sealed-token.ts';
import type { ShardFilter } from './shard-filter.ts';

/** What a shard iterator stands for. */
interface ShardIterator {
  readonly streamName: string;
  readonly streamId: string;
  readonly shardIndex: number;
  /** The sequence index to read next. */
  readonly nextIndex: number;
}

/** What the token of the next page of ListShards stands for. */
interface ShardPageToken {
  readonly streamName: string;
  readonly streamId: string;
  readonly afterIndex: number;
  readonly filter?: ShardFilter | undefined;
}

/** What the token of the next page of ListStreams stands for. */
interface StreamPageToken {
  readonly after: string;
}

/** What the token of the next page of ListStreamConsumers stands for. */
interface ConsumerPageToken {
  readonly streamId: string;
  readonly after: string;
}

interface Contents {
  'shard-iterator': ShardIterator;
  'shard-page': ShardPageToken;
  'stream-page': StreamPageToken;
  'consumer-page': ConsumerPageToken;
}

interface Envelope<Kind extends keyof Contents> extends Scope {
  readonly issuedAtMs: number;
  readonly content: Contents[Kind];
}

const SECRET_KEY = ['stream-tokens', 'secret'];

/** Makes the texts that callers hand back: shard iterators and tokens of pages. */
export class Tokens {
  readonly #store: Store;
  #secret: string | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Sees to it that there is a secret to seal with. It is kept, so tokens survive a restart. */
  prepare(transaction: Transaction, random: Random): void {
    if (transaction.get(SECRET_KEY) === undefined) transaction.put(SECRET_KEY, random.hex(64));
  }

  /** Makes a token that is good for five minutes in one scope. */
  write<Kind extends keyof Contents>(
    kind: Kind,
    content: Contents[Kind],
    { scope, nowMs }: { scope: Scope; nowMs: number },
  ): string {
    const { account, region } = scope;
    const envelope: Envelope<Kind> = { account, region, issuedAtMs: nowMs, content };
    const secret = this.#known();
    if (secret === undefined)
      throw new KinesisError('ForeignData', 'No secret for tokens is kept.');
    return seal(secret, kind, envelope);
  }

  /**
   * Reads a token back.
   *
   * @throws KinesisError InvalidArgument when it was not made here for this scope,
   *   IteratorExpired or NextTokenExpired when it is older than five minutes
   */
  read<Kind extends keyof Contents>(
    kind: Kind,
    token: string,
    { scope, nowMs }: { scope: Scope; nowMs: number },
  ): Contents[Kind] {
    const secret = this.#known();
    const envelope = secret && (unseal(secret, kind, token) as Envelope<Kind> | undefined);
    if (!envelope || envelope.account !== scope.account || envelope.region !== scope.region) {
      const what = kind === 'shard-iterator' ? 'ShardIterator' : 'NextToken';
      throw new KinesisError('InvalidArgument', `Invalid ${what}.`);
    }
    if (nowMs - envelope.issuedAtMs > LIMITS.tokenLifeMs) {
      throw expired(kind, envelope.issuedAtMs, nowMs);
    }
    return envelope.content;
  }

  #known(): string | undefined {
    this.#secret ??= this.#store.get<string>(SECRET_KEY);
    return this.#secret;
  }
}

function expired(kind: keyof Contents, issuedAtMs: number, nowMs: number): KinesisError {
  const isIterator = kind === 'shard-iterator';
  const [code, name] = isIterator
    ? (['IteratorExpired', 'Iterator'] as const)
    : (['NextTokenExpired', 'NextToken'] as const);
  return new KinesisError(
    code,
    `${name} expired. The ${name.replace('I', 'i')} was created at time ` +
      `${formatTime(issuedAtMs)} while right now it is ${formatTime(nowMs)} which is further in ` +
      `the future than the tolerated delay of ${LIMITS.tokenLifeMs} milliseconds.`,
  );
}

const TIME_FORMAT = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  hourCycle: 'h23',
  weekday: 'short',
  month: 'short',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  year: 'numeric',
});

/** A time as Kinesis writes it in messages: `Thu Jan 22 01:22:02 UTC 2015`. */
function formatTime(epochMs: number): string {
  const parts = new Map(TIME_FORMAT.formatToParts(epochMs).map(({ type, value }) => [type, value]));
  const [hour, minute, second] = (['hour', 'minute', 'second'] as const).map((p) => parts.get(p));
  const day = `${parts.get('weekday')} ${parts.get('month')} ${parts.get('day')}`;
  return `${day} ${hour}:${minute}:${second} UTC ${parts.get('year')}`;
}
