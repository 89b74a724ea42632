import { formatArn } from '../aws/arn.ts';
import { isSameScope, type Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { EventMap, Events } from '../observe/events.ts';
import type { LogGroups } from '../observe/log-groups.ts';
import type { Random } from '../random/random.ts';
import { AsyncInvocations } from './async-invocations.ts';
import { Concurrency } from './concurrency.ts';
import { checkEnvironment, type FunctionDefinition } from './function-definition.ts';
import { type FunctionReference, parseFunctionName } from './function-name.ts';
import { LambdaError } from './lambda-error.ts';
import { VERSION } from './platform-lines.ts';
import { Reaper } from './reaper.ts';
import { RuntimeApi } from './runtime-api.ts';
import { Runtimes } from './runtimes.ts';
import { SandboxPool } from './sandbox-pool.ts';
import { codeMissing, isFolder } from './start-failure.ts';

export interface FunctionsOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly events: Events;
  readonly logs: Pick<LogGroups, 'appendSoon'>;
  /** Where the services that handlers call are: `http://127.0.0.1:4566`. */
  readonly endpoint: () => string;
  /** What handlers sign their calls with; a word that says nothing unless given. */
  readonly secretAccessKey?: string | undefined;
}

export type InvocationType = 'RequestResponse' | 'Event' | 'DryRun';

export interface InvokeRequest {
  /** A name, `name:qualifier`, a partial or a whole ARN. */
  readonly functionName: string;
  /** JSON; empty counts as `{}`. */
  readonly payload: Uint8Array;
  /** A new one unless given. */
  readonly requestId?: string;
  /** `RequestResponse` unless given. */
  readonly invocationType?: InvocationType;
  readonly wantLogTail?: boolean;
  /** JSON text. */
  readonly clientContext?: string;
  /** Ends the invocation, and its sandbox. Not for `Event`. */
  readonly signal?: AbortSignal;
}

export interface InvokeResult {
  readonly requestId: string;
  readonly executedVersion: '$LATEST';
  /** Set when the function failed; then `payload` is the error's document. */
  readonly functionError?: 'Unhandled';
  /** Empty for `Event` and `DryRun`. */
  readonly payload: Uint8Array;
  readonly durationMs: number;
  /** The last 4 KB of the log, when they were wanted. */
  readonly logTail?: string;
}

/** Most bytes of a request. Source: AWS Lambda developer guide, "Lambda quotas". */
const REQUEST_BYTES: Record<InvocationType, number> = {
  RequestResponse: 6_291_456,
  DryRun: 6_291_456,
  Event: 1_048_576,
};

const EMPTY = new Uint8Array();
const EMPTY_OBJECT = Buffer.from('{}');

interface Registered {
  readonly scope: Scope;
  readonly definition: FunctionDefinition;
  pool: SandboxPool | undefined;
  starting: Promise<SandboxPool> | undefined;
}

/**
 * Lambda's functions: their definitions, kept in memory because the template is applied anew at
 * each start, and the sandboxes in which they run.
 */
export class Functions {
  readonly #options: FunctionsOptions;
  readonly #functions = new Map<string, Registered>();
  /** Pools whose function was replaced or removed, until their last sandbox is gone. */
  readonly #pools = new Set<SandboxPool>();
  readonly #concurrency = new Concurrency();
  readonly #runtimes = new Runtimes();
  readonly #runtimeApi = new RuntimeApi();
  readonly #reaper = new Reaper();
  readonly #background: AsyncInvocations;
  readonly #warned = new Set<string>();
  #isClosed = false;

  constructor(options: FunctionsOptions) {
    this.#options = options;
    this.#background = new AsyncInvocations(options.clock, options.events);
  }

  /** How many invocations are running now. */
  get activeInvocations(): number {
    return this.#concurrency.total;
  }

  /**
   * Creates the function, or replaces it: running invocations finish on what they began with.
   * Throws `InvalidParameterValueException` for environment variables that Lambda refuses.
   */
  put(scope: Scope, definition: FunctionDefinition): void {
    checkEnvironment(definition.environment);
    this.remove(scope, definition.functionName);
    const lastModifiedMs = definition.lastModifiedMs ?? this.#options.clock.now();
    this.#functions.set(keyOf(scope, definition.functionName), {
      scope,
      definition: { ...definition, lastModifiedMs },
      pool: undefined,
      starting: undefined,
    });
  }

  /** Forgets the function, if there is one; running invocations finish. */
  remove(scope: Scope, functionName: string): void {
    const key = keyOf(scope, functionName);
    const registered = this.#functions.get(key);
    if (!registered) return;
    this.#functions.delete(key);
    this.#retire(registered);
  }

  /** Starts new sandboxes for the next invocations: its code has changed. */
  reload(scope: Scope, functionName: string): void {
    const registered = this.#find(scope, { functionName });
    this.#retire(registered);
    registered.pool = undefined;
    registered.starting = undefined;
    this.#options.events.emit('function-reloaded', { functionName });
  }

  /** Throws `ResourceNotFoundException`. `name` may be anything that `invoke` takes. */
  get(scope: Scope, name: string): FunctionDefinition {
    return this.#find(scope, parseFunctionName(name)).definition;
  }

  /** All functions of the scope, by name. */
  list(scope: Scope): FunctionDefinition[] {
    return [...this.#functions.values()]
      .filter((registered) => isSameScope(registered.scope, scope))
      .map(({ definition }) => definition)
      .sort((one, other) => (one.functionName < other.functionName ? -1 : 1));
  }

  /**
   * Loads the handler, in a sandbox that stays warm for the first invocation. Throws
   * `InvalidRuntimeException` when this machine cannot run it, `ServiceException` when it cannot now,
   * and `InitializationFailed` with the runtime's own error type and text when the handler does not
   * load.
   */
  async check(scope: Scope, functionName: string): Promise<void> {
    this.#checkOpen();
    const registered = this.#find(scope, { functionName });
    await checkDirectory(registered.definition);
    const pool = await this.#poolOf(registered);
    const failed = await pool.warm();
    if (!failed) return;
    const { errorType, document } = failed.failure();
    const text = messageOf(document);
    throw new LambdaError('InitializationFailed', `${functionName} does not load: ${text}`, {
      errorType,
    });
  }

  /**
   * Runs the function. An error of the function is a result. Throws `ResourceNotFoundException`,
   * `RequestTooLargeException`, `TooManyRequestsException`, `InvalidRuntimeException`,
   * `InvocationAborted`, and `ServiceException` when this machine cannot start a sandbox.
   */
  async invoke(scope: Scope, request: InvokeRequest): Promise<InvokeResult> {
    this.#checkOpen();
    const { invocationType = 'RequestResponse', payload } = request;
    const requestId = request.requestId ?? this.#options.random.uuid();
    const reference = parseFunctionName(request.functionName);
    const registered = this.#find(scope, reference);
    checkSize(payload, invocationType);
    const result = { requestId, executedVersion: VERSION, payload: EMPTY, durationMs: 0 } as const;
    if (invocationType === 'DryRun') return result;
    if (invocationType === 'RequestResponse') {
      return this.#run(registered, { ...request, requestId }, reference.qualifier);
    }
    this.#background.accept(registered.definition.functionName, (signal) => {
      const again = { ...request, requestId, wantLogTail: false, signal };
      return this.#run(this.#find(scope, reference), again, reference.qualifier);
    });
    return result;
  }

  /**
   * Stops every sandbox with all its descendants; resolves when they are gone. What is under way,
   * and whatever is invoked from now on, ends with `InvocationAborted`.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#background.close(), ...[...this.#pools].map((pool) => pool.close())]);
    this.#reaper.close();
    await this.#runtimeApi.close();
  }

  async #run(
    registered: Registered,
    request: InvokeRequest & { readonly requestId: string },
    qualifier: string | undefined,
  ): Promise<InvokeResult> {
    const { requestId, payload, clientContext, wantLogTail = false, signal } = request;
    const { scope } = registered;
    const { functionName } = registered.definition;
    const invokedArn = functionArn(scope, functionName, qualifier);
    const call = { scope, functionName, functionArn: invokedArn };
    const release = this.#takePlace(registered, call);
    try {
      const pool = registered.pool ?? (await this.#poolOf(registered));
      // Retired and forgotten in between, it is to be closed with the others all the same.
      this.#pools.add(pool);
      const invocation = {
        requestId,
        payload: payload.byteLength === 0 ? EMPTY_OBJECT : payload,
        invokedArn,
        clientContext,
        wantLogTail,
      };
      const result = await pool.invoke(invocation, signal);
      const outcome = result.functionError ? 'failed' : 'succeeded';
      const { durationMs } = result;
      this.#options.events.emit('function-invoked', { ...call, durationMs, outcome });
      return { requestId, executedVersion: VERSION, ...result };
    } finally {
      release();
    }
  }

  /** Throws `TooManyRequestsException`. */
  #takePlace(
    { scope, definition }: Registered,
    call: Omit<EventMap['function-invoked'], 'durationMs' | 'outcome'>,
  ): () => void {
    try {
      return this.#concurrency.take(scope, definition);
    } catch (error) {
      const outcome = 'throttled';
      this.#options.events.emit('function-invoked', { ...call, durationMs: 0, outcome });
      throw error;
    }
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new LambdaError('InvocationAborted', 'The functions were closed.');
  }

  #find(scope: Scope, reference: FunctionReference): Registered {
    const { functionName, qualifier, account, region } = reference;
    const registered = this.#functions.get(keyOf(scope, functionName));
    const isElsewhere =
      (account ?? scope.account) !== scope.account || (region ?? scope.region) !== scope.region;
    const isKnownQualifier =
      qualifier === undefined ||
      qualifier === VERSION ||
      registered?.definition.aliases?.includes(qualifier);
    if (registered && !isElsewhere && isKnownQualifier) return registered;
    const where = { account: account ?? scope.account, region: region ?? scope.region };
    const arn = functionArn(where, functionName, qualifier);
    throw new LambdaError('ResourceNotFoundException', `Function not found: ${arn}`);
  }

  async #poolOf(registered: Registered): Promise<SandboxPool> {
    registered.starting ??= this.#newPool(registered);
    const { starting } = registered;
    try {
      const pool = await starting;
      // The function may have been reloaded while its runtime was looked for.
      if (registered.starting === starting) registered.pool = pool;
      return pool;
    } catch (error) {
      if (registered.starting === starting) registered.starting = undefined;
      throw error;
    }
  }

  async #newPool({ scope, definition }: Registered): Promise<SandboxPool> {
    const { clock, random, endpoint, secretAccessKey, events, logs } = this.#options;
    const command = await this.#runtimes.commandFor(definition);
    this.#checkOpen();
    this.#warn(definition.functionName, command.mismatch);
    const calls = { endpoint, secretAccessKey };
    const shared = { clock, random, ...calls, runtimeApi: this.#runtimeApi, reaper: this.#reaper };
    const pool = new SandboxPool({ host: { scope, definition, command, ...shared }, events, logs });
    this.#pools.add(pool);
    return pool;
  }

  #retire({ starting }: Registered): void {
    starting?.then(
      async (pool) => {
        // An invocation that was given the pool before it was retired may begin only now.
        do await pool.retire();
        while (!pool.isEmpty);
        this.#pools.delete(pool);
      },
      () => {},
    );
  }

  #warn(functionName: string, mismatch: string | undefined): void {
    if (!mismatch || this.#warned.has(functionName)) return;
    this.#warned.add(functionName);
    this.#options.events.emit('warning', { message: `${functionName} ${mismatch}` });
  }
}

/** The ARN under which a function is known, with the qualifier by which it was named. */
export function functionArn(scope: Scope, functionName: string, qualifier?: string): string {
  const suffix = qualifier === undefined ? '' : `:${qualifier}`;
  return formatArn(scope, 'lambda', `function:${functionName}${suffix}`);
}

const keyOf = ({ account, region }: Scope, functionName: string) =>
  `${account}/${region}/${functionName}`;

function checkSize({ byteLength }: Uint8Array, invocationType: InvocationType): void {
  const limit = REQUEST_BYTES[invocationType];
  if (byteLength <= limit) return;
  throw new LambdaError(
    'RequestTooLargeException',
    `${byteLength} byte payload is too large for the ${invocationType} invocation type ` +
      `(limit ${limit} bytes)`,
  );
}

async function checkDirectory(definition: FunctionDefinition): Promise<void> {
  if (await isFolder(definition.codeDirectory)) return;
  const errorType = 'Runtime.InvalidWorkingDir';
  throw new LambdaError('InitializationFailed', codeMissing(definition), { errorType });
}

function messageOf(document: Uint8Array): string {
  const text = Buffer.from(document).toString();
  try {
    const { errorMessage, errorType } = JSON.parse(text);
    return `${errorType}: ${errorMessage}`;
  } catch {
    return text;
  }
}
