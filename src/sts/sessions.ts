import { createHash } from 'node:crypto';
import { parseArn, partitionOf } from '../aws/arn.ts';
import type { Scope } from '../aws/scope.ts';
import { accountOfTemporaryKey, temporaryAccessKey } from '../aws/temporary-key.ts';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../random/random.ts';
import type { Key, Reader, Store, Transaction } from '../store/store.ts';
import { SessionError } from './session-error.ts';

export interface SessionsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  /** The id of a role that is there; roles that are not can be assumed too. */
  readonly roleIdOf: (roleArn: string) => string | undefined;
}

/** Who somebody is. */
export interface Identity {
  readonly account: string;
  readonly userId: string;
  readonly arn: string;
}

/** What somebody signs with for a while. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Epoch milliseconds. */
  readonly expiresMs: number;
}

/** What requests of a session are signed with. */
export interface SessionSecret extends Pick<Credentials, 'secretAccessKey' | 'sessionToken'> {
  readonly isExpired: boolean;
}

interface SessionEntry extends Identity, Omit<Credentials, 'accessKeyId'> {}

const SESSIONS = 'sessions';
const REMOVED_AT_ONCE = 100;
const sessionKey = (accessKeyId: string): Key => [SESSIONS, accessKeyId];

/**
 * Temporary credentials. The access key says its account by itself; what is kept is who signs with
 * it, for GetCallerIdentity, and the secrets, for whoever verifies signatures.
 */
export class Sessions {
  readonly #options: SessionsOptions;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /**
   * Lets somebody be a role, of whichever account: nothing here asks whether they may. Throws
   * `ValidationError` for what is no ARN of a role.
   */
  async assumeRole(
    { region }: Scope,
    { roleArn, sessionName, seconds }: { roleArn: string; sessionName: string; seconds: number },
  ): Promise<{ readonly credentials: Credentials; readonly identity: Identity }> {
    const { account = '', service, resource = '' } = parseArn(roleArn) ?? {};
    const [, name] = /^role\/(?:[!-~]+\/)?([\w+=,.@-]+)$/.exec(resource) ?? [];
    if (service !== 'iam' || !/^\d{12}$/.test(account) || name === undefined) {
      throw new SessionError('ValidationError', `${roleArn} is invalid`);
    }
    const roleId = this.#options.roleIdOf(roleArn) ?? madeUpId(roleArn);
    const identity: Identity = {
      account,
      userId: `${roleId}:${sessionName}`,
      arn: `arn:${partitionOf(region)}:sts::${account}:assumed-role/${name}/${sessionName}`,
    };
    return { credentials: await this.#begin(identity, seconds), identity };
  }

  /** Credentials of whoever asks, for a while. */
  async sessionToken(
    scope: Scope,
    {
      accessKeyId,
      seconds,
    }: { readonly accessKeyId: string | undefined; readonly seconds: number },
  ): Promise<Credentials> {
    return this.#begin(this.identityOf(scope, accessKeyId), seconds);
  }

  /**
   * Who signs with an access key: whoever a session is of, otherwise the root user of the account.
   * Throws `ExpiredToken`.
   */
  identityOf({ account, region }: Scope, accessKeyId: string | undefined): Identity {
    const { store, clock } = this.#options;
    const isTemporary = accessKeyId && accountOfTemporaryKey(accessKeyId);
    const session = isTemporary && store.get<SessionEntry>(sessionKey(accessKeyId));
    if (!session) {
      return { account, userId: account, arn: `arn:${partitionOf(region)}:iam::${account}:root` };
    }
    const { account: own, userId, arn, expiresMs } = session;
    if (expiresMs > clock.now()) return { account: own, userId, arn };
    const text = 'The security token included in the request is expired';
    throw new SessionError('ExpiredToken', text);
  }

  /** What requests are signed with under an access key: one pair, or none; it may have expired. */
  secretsOf(accessKeyId: string): readonly SessionSecret[] {
    if (accountOfTemporaryKey(accessKeyId) === undefined) return [];
    const { store, clock } = this.#options;
    const session = store.get<SessionEntry>(sessionKey(accessKeyId));
    return session ? [{ ...session, isExpired: session.expiresMs <= clock.now() }] : [];
  }

  /** Most of a key is its account: of what is left, chance may draw the same again. */
  #freeKey(reader: Reader, account: string): string {
    const { random } = this.#options;
    for (;;) {
      const key = temporaryAccessKey(account, random.fraction());
      if (reader.get(sessionKey(key)) === undefined) return key;
    }
  }

  async #begin(identity: Identity, seconds: number): Promise<Credentials> {
    const { store, clock, random } = this.#options;
    const expiresMs = clock.now() + seconds * 1000;
    const bytes = (count: number) => Buffer.from(random.hex(2 * count), 'hex').toString('base64');
    const secrets = { secretAccessKey: bytes(30), sessionToken: bytes(120), expiresMs };
    const entry: SessionEntry = { ...identity, ...secrets };
    const accessKeyId = await store.transact((transaction) => {
      removeExpired(transaction, clock.now());
      const key = this.#freeKey(transaction, identity.account);
      transaction.put(sessionKey(key), entry);
      return key;
    });
    return { accessKeyId, ...secrets };
  }
}

/** How long one that expired is still told from an unknown one. */
const TOLD_MS = 86_400_000;

function removeExpired(transaction: Transaction, nowMs: number): void {
  const range = { prefix: [SESSIONS], limit: REMOVED_AT_ONCE };
  for (const { key, value } of [...transaction.range<SessionEntry>(range)])
    if (value.expiresMs < nowMs - TOLD_MS) transaction.remove(key);
}

/** The same for the same role, in the form of AWS's ids. */
function madeUpId(roleArn: string): string {
  const hex = createHash('sha256').update(roleArn).digest('hex').toUpperCase();
  return `AROA${hex.replace(/[0189]/g, '2').slice(0, 17)}`;
}
