import { formatArn } from '../aws/arn.ts';
import { ownOf } from '../aws/own.ts';
import { isSameScope, type Scope } from '../aws/scope.ts';
import type { EventMap } from '../observe/events.ts';
import { AsyncInvocations } from './async-invocations.ts';
import { Concurrency, unreserved } from './concurrency.ts';
import {
  checkEnvironment,
  type FunctionDefinition,
  LATEST,
  type NewFunction,
  versionOf,
} from './function-definition.ts';
import { type FunctionReference, parseFunctionName } from './function-name.ts';
import { allVersions, type KnownFunction, resolveVersion } from './known-function.ts';
import { LambdaError } from './lambda-error.ts';
import { codeMissing, isFolder } from './start-failure.ts';
import { type FunctionsOptions, VersionPools } from './version-pools.ts';

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
  /** Called when a process of the function has been given the event. Not for `Event`. */
  readonly onDelivered?: (() => void) | undefined;
  /** Ends the invocation, and its sandbox. Not for `Event`. */
  readonly signal?: AbortSignal;
}

export interface InvokeResult {
  readonly requestId: string;
  /** `$LATEST`, or the number of a published version. */
  readonly executedVersion: string;
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

/**
 * Lambda's functions as they run: which versions there are, kept in memory by whoever makes them,
 * and the sandboxes in which they run.
 */
export class Functions {
  readonly #options: FunctionsOptions;
  readonly #known = new Map<string, KnownFunction>();
  readonly #pools: VersionPools;
  readonly #concurrency = new Concurrency();
  readonly #background: AsyncInvocations;
  #isClosed = false;

  constructor(options: FunctionsOptions) {
    this.#options = options;
    this.#pools = new VersionPools(options);
    this.#background = new AsyncInvocations(options.clock, options.events);
  }

  /** How many invocations are running now. */
  get activeInvocations(): number {
    return this.#concurrency.total;
  }

  /**
   * Creates the function of a template, or replaces it: running invocations finish on what they
   * began with. Throws `InvalidParameterValueException` for environment variables that Lambda
   * refuses.
   */
  put(scope: Scope, { reservedConcurrency, aliases = [], tags = {}, ...given }: NewFunction): void {
    checkEnvironment(given.environment);
    const { functionName, lastModifiedMs = this.#options.clock.now() } = given;
    void this.set({
      scope,
      functionName,
      origin: 'template',
      latest: { ...given, lastModifiedMs },
      revisionId: this.#options.random.uuid(),
      versions: [],
      lastVersion: 0,
      aliases: aliases.map((name) => ({
        ...{ name, functionVersion: LATEST, description: '' },
        revisionId: this.#options.random.uuid(),
      })),
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      tags,
      policies: {},
      eventInvokeConfigs: {},
    });
  }

  /**
   * From now on the function is what is given. A version whose definition is another object than
   * before gets new sandboxes. Resolves when the last sandbox of what was replaced is gone.
   */
  async set(known: KnownFunction): Promise<void> {
    const key = keyOf(known.scope, known.functionName);
    const before = this.#known.get(key);
    this.#known.set(key, known);
    const kept = new Set(allVersions(known));
    await this.#retire(before ? allVersions(before).filter((each) => !kept.has(each)) : []);
  }

  /** Forgets the function, if there is one. Resolves when its running invocations are over. */
  async remove(scope: Scope, functionName: string): Promise<void> {
    const key = keyOf(scope, functionName);
    const known = this.#known.get(key);
    this.#known.delete(key);
    await this.#retire(known ? allVersions(known) : []);
  }

  /** Starts new sandboxes for the next invocations: its code has changed. */
  reload(scope: Scope, functionName: string): void {
    void this.#retire([this.#find(scope, { functionName }).latest]);
    this.#options.events.emit('function-reloaded', { functionName });
  }

  /** Throws `ResourceNotFoundException`. `name` may be anything that `invoke` takes. */
  get(scope: Scope, name: string): FunctionDefinition {
    const reference = parseFunctionName(name);
    return this.#version(this.#find(scope, reference), reference);
  }

  /** The function with all its versions, whatever the qualifier. Throws as `get` does. */
  known(scope: Scope, name: string): KnownFunction {
    return this.#find(scope, parseFunctionName(name));
  }

  /** All functions of the scope, by name. */
  list(scope: Scope): KnownFunction[] {
    return [...this.#known.values()]
      .filter((known) => isSameScope(known.scope, scope))
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
    const { latest } = this.#find(scope, { functionName });
    await checkDirectory(latest);
    const pool = await this.#pools.poolOf(scope, latest);
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
    const known = this.#find(scope, reference);
    const executedVersion = versionOf(this.#version(known, reference));
    checkSize(payload, invocationType);
    const result = { requestId, executedVersion, payload: EMPTY, durationMs: 0 };
    if (invocationType === 'DryRun') return result;
    if (invocationType === 'RequestResponse') {
      return this.#run(known, { ...request, requestId }, reference);
    }
    const attempt = (signal: AbortSignal) => {
      const again = { ...request, requestId, wantLogTail: false, signal };
      return this.#run(this.#find(scope, reference), again, reference);
    };
    const config = ownOf(known.eventInvokeConfigs, reference.qualifier ?? LATEST);
    this.#background.accept(known.functionName, attempt, config);
    return result;
  }

  /**
   * Stops every sandbox with all its descendants; resolves when they are gone. What is under way,
   * and whatever is invoked from now on, ends with `InvocationAborted`.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#background.close(), this.#pools.close()]);
  }

  async #run(
    known: KnownFunction,
    request: InvokeRequest & { readonly requestId: string },
    reference: FunctionReference,
  ): Promise<InvokeResult> {
    const { requestId, payload, clientContext, wantLogTail = false, signal, onDelivered } = request;
    const { scope, functionName } = known;
    const definition = this.#version(known, reference, this.#options.random.fraction());
    const invokedArn = functionArn(scope, functionName, reference.qualifier);
    const call = { scope, functionName, functionArn: invokedArn };
    const release = this.#takePlace(known, call);
    try {
      const pool = this.#pools.ready(definition) ?? (await this.#pools.poolOf(scope, definition));
      const invocation = {
        requestId,
        payload: payload.byteLength === 0 ? EMPTY_OBJECT : payload,
        invokedArn,
        clientContext,
        wantLogTail,
        onDelivered,
      };
      const result = await pool.invoke(invocation, signal);
      const outcome = result.functionError ? 'failed' : 'succeeded';
      const { durationMs } = result;
      this.#options.events.emit('function-invoked', { ...call, durationMs, outcome });
      return { requestId, executedVersion: versionOf(definition), ...result };
    } finally {
      release();
    }
  }

  /** Throws `TooManyRequestsException`. */
  #takePlace(
    known: KnownFunction,
    call: Omit<EventMap['function-invoked'], 'durationMs' | 'outcome'>,
  ): () => void {
    try {
      return this.#concurrency.take(known.scope, known, () => unreserved(this.list(known.scope)));
    } catch (error) {
      const outcome = 'throttled';
      this.#options.events.emit('function-invoked', { ...call, durationMs: 0, outcome });
      throw error;
    }
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new LambdaError('InvocationAborted', 'The functions were closed.');
  }

  #find(scope: Scope, reference: FunctionReference): KnownFunction {
    const { account = scope.account, region = scope.region, functionName } = reference;
    const known = this.#known.get(keyOf(scope, functionName));
    if (known && isSameScope({ account, region }, scope)) return known;
    throw notFound({ account, region }, reference);
  }

  #version(
    known: KnownFunction,
    reference: FunctionReference,
    fraction?: number,
  ): FunctionDefinition {
    const version = resolveVersion(known, reference.qualifier, fraction);
    if (!version) throw notFound(known.scope, reference);
    return version;
  }

  async #retire(versions: readonly FunctionDefinition[]): Promise<void> {
    await Promise.all(versions.map((version) => this.#pools.retire(version)));
  }
}

/** The ARN under which a function is known, with the qualifier by which it was named. */
export function functionArn(scope: Scope, functionName: string, qualifier?: string): string {
  const suffix = qualifier === undefined ? '' : `:${qualifier}`;
  return formatArn(scope, 'lambda', `function:${functionName}${suffix}`);
}

function notFound(scope: Scope, { functionName, qualifier }: FunctionReference): LambdaError {
  const arn = functionArn(scope, functionName, qualifier);
  return new LambdaError('ResourceNotFoundException', `Function not found: ${arn}`);
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
