import type { Scope } from '../../aws/scope.ts';
import type { Clock } from '../../clock/clock.ts';
import { Turns } from '../../clock/turns.ts';
import type { Events } from '../../observe/events.ts';
import type { Random } from '../../random/random.ts';
import type { Store } from '../../store/store.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { type Functions, functionArn } from '../functions.ts';
import type { KnownFunction } from '../known-function.ts';
import { LambdaError } from '../lambda-error.ts';
import { archiveOf, type CodeSource, type ReadObject } from '../packages/code-source.ts';
import { checkRevision, type Decided, type Moment } from './decision.ts';
import { placed } from './function-store.ts';
import { type Archive, KeptFunctions } from './kept-functions.ts';
import type { Packages } from './packages.ts';
import { settingsWarnings } from './settings.ts';

/** A function to be made, without its code. */
export type FunctionToMake = Omit<FunctionDefinition, 'codeDirectory' | 'codePackage'>;

export interface FunctionControlOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: Events;
  /** Where the functions run. */
  readonly functions: Functions;
  readonly packages: Packages;
  readonly readObject: ReadObject;
}

/**
 * The control plane of functions: makes, changes and deletes those that came through the API, and
 * keeps them in the store. One change is carried out after the other. Functions of a template
 * belong to the template: what is theirs alone is refused here, what can be tried out on them holds
 * until the next start, and a warning says so.
 */
export class FunctionControl {
  readonly #options: FunctionControlOptions;
  /** Also those in whose place a template's function runs. */
  readonly #kept: KeptFunctions;
  readonly #turns = new Turns();
  readonly #pruned: Promise<void>;

  constructor(options: FunctionControlOptions) {
    this.#options = options;
    this.#kept = new KeptFunctions({ ...options, turns: this.#turns });
    // The first turn: whoever asks for something before `restore` must not have it pruned.
    this.#pruned = this.#turns.take(() => this.#kept.prune());
    this.#pruned.catch(() => {}); // told by `restore`
  }

  /** Lets the functions of earlier starts run again, except where a template has one of the name. */
  async restore(): Promise<void> {
    const { functions } = this.#options;
    await this.#pruned;
    for (const known of this.#kept.all()) {
      const { scope, functionName } = known;
      const now = functions.list(scope).find((each) => each.functionName === functionName);
      if (now?.origin !== 'template') void functions.set(known);
      else {
        this.#warn(
          `The template's ${functionName} runs in place of the function of that name that was ` +
            'made through the API, which is kept until the template has none of that name.',
        );
      }
    }
  }

  /**
   * Makes a function. Nothing is left of one that cannot be made.
   *
   * @param decide what is to be done with it besides, such as publishing it
   * @throws LambdaError ResourceConflictException, InvalidParameterValueException
   */
  create<Answer>(
    scope: Scope,
    { tags, code, ...toMake }: FunctionToMake & { tags: Record<string, string>; code: CodeSource },
    decide: (known: KnownFunction, moment: Moment) => Decided<Answer>,
  ): Promise<Decided<Answer>> {
    return this.#turns.take(async () => {
      const { functionName } = toMake;
      const { functions, packages } = this.#options;
      const all = [...functions.list(scope), ...this.#kept.in(scope)];
      if (all.some((each) => each.functionName === functionName)) {
        const message = `Function already exist: ${functionName}`;
        throw new LambdaError('ResourceConflictException', message);
      }
      const archive = await this.#unpack(scope, code);
      const moment = this.#moment();
      const latest = { ...toMake, codePackage: archive.codePackage, lastModifiedMs: moment.nowMs };
      const made: KnownFunction = {
        ...{ scope, functionName, origin: 'api', tags, revisionId: moment.newId() },
        ...{ versions: [], lastVersion: 0, aliases: [], policies: {}, eventInvokeConfigs: {} },
        latest: placed(latest, packages),
      };
      const decided = await this.#keep(archive, () => decide(made, moment));
      this.#warnOf(made.latest);
      return decided;
    });
  }

  /**
   * Gives `$LATEST` other code. With `isDryRun` nothing is changed, and what would be is answered.
   *
   * @throws LambdaError ResourceNotFoundException, ResourceConflictException,
   *   PreconditionFailedException, InvalidParameterValueException
   */
  updateCode<Answer>(
    scope: Scope,
    name: string,
    request: {
      readonly code: CodeSource;
      readonly architectures?: readonly string[] | undefined;
      readonly revisionId?: string | undefined;
      readonly isDryRun: boolean;
      readonly decide: (known: KnownFunction, moment: Moment) => Decided<Answer>;
    },
  ): Promise<Decided<Answer>> {
    return this.#turns.take(async () => {
      const before = this.#own(scope, name);
      checkRevision(request.revisionId, before.revisionId);
      const archive = await this.#unpack(scope, request.code);
      const { architectures = before.latest.architectures } = request;
      const moment = this.#moment();
      const latest = placed(
        {
          ...before.latest,
          ...(architectures && { architectures }),
          codePackage: archive.codePackage,
          lastModifiedMs: moment.nowMs,
        },
        this.#options.packages,
      );
      const after = { ...before, latest, revisionId: moment.newId() };
      if (!request.isDryRun) return this.#keep(archive, () => request.decide(after, moment));
      await this.#kept.forgetFolder(archive.codePackage.sha256);
      return request.decide(after, moment);
    });
  }

  /**
   * Changes the configuration of `$LATEST`.
   *
   * @param decide what it becomes
   * @throws LambdaError ResourceNotFoundException, ResourceConflictException, and what decides
   */
  async configure(
    scope: Scope,
    name: string,
    decide: (known: KnownFunction) => Omit<FunctionDefinition, 'codeDirectory'>,
  ): Promise<Decided<FunctionDefinition>> {
    const { packages } = this.#options;
    const decided = await this.change(scope, name, (before, { nowMs, newId }) => {
      const latest = placed({ ...decide(before), lastModifiedMs: nowMs }, packages);
      const answer = { known: before.latest, latest };
      return { known: { ...before, latest, revisionId: newId() }, answer };
    });
    const { known: before, latest } = decided.answer;
    this.#warnOf(latest, before);
    return { known: decided.known, answer: latest };
  }

  /**
   * Changes a function as is decided from what it is.
   *
   * @param isForTemplates whether the functions of templates can be changed so, until the next start
   * @throws LambdaError ResourceNotFoundException, ResourceConflictException, and what decides
   */
  change<Answer>(
    scope: Scope,
    name: string,
    decide: (known: KnownFunction, moment: Moment) => Decided<Answer>,
    { isForTemplates = false } = {},
  ): Promise<Decided<Answer>> {
    return this.#turns.take(async () => {
      const { functions } = this.#options;
      const before = isForTemplates ? functions.known(scope, name) : this.#own(scope, name);
      const decided = decide(before, this.#moment());
      if (decided.known === before) return decided;
      if (before.origin === 'api') await this.#kept.put(decided.known);
      else {
        void functions.set(decided.known);
        this.#warn(
          `${before.functionName} is the template's: the change holds until the next start.`,
        );
      }
      return decided;
    });
  }

  /**
   * Deletes a function with all its versions. Its mappings stay, as on AWS.
   *
   * @throws LambdaError ResourceNotFoundException, ResourceConflictException
   */
  delete(scope: Scope, name: string): Promise<void> {
    return this.#turns.take(async () => {
      await this.#kept.remove(this.#own(scope, name));
    });
  }

  /** The archive of a package; undefined when no function is made of it. */
  archive(sha256: string): Uint8Array | undefined {
    return this.#options.packages.functions.read(sha256);
  }

  /** The archives of all layers that some version of some function has. */
  layerArchives(): ReadonlySet<string> {
    return this.#kept.layerArchives();
  }

  #moment(): Moment {
    const { clock, random } = this.#options;
    return { nowMs: clock.now(), newId: () => random.uuid() };
  }

  #warn(message: string): void {
    this.#options.events.emit('warning', { message });
  }

  /** Tells of what has no effect here, unless it had none before. */
  #warnOf(latest: FunctionDefinition, before?: FunctionDefinition): void {
    const known = new Set(before ? settingsWarnings(before) : []);
    for (const warning of settingsWarnings(latest)) {
      if (!known.has(warning)) this.#warn(warning);
    }
  }

  /** A function that can be changed here. */
  #own(scope: Scope, name: string): KnownFunction {
    const known = this.#options.functions.known(scope, name);
    if (known.origin === 'api') return known;
    const arn = functionArn(scope, known.functionName);
    throw new LambdaError(
      'ResourceConflictException',
      `${arn} comes from the template: change it there, and it is changed here.`,
    );
  }

  async #unpack(scope: Scope, code: CodeSource): Promise<Archive> {
    const { packages, readObject } = this.#options;
    const zip = archiveOf(scope, code, readObject);
    return { zip, codePackage: await packages.functions.unpack(zip) };
  }

  /** What was unpacked is gone again when it is not kept. */
  async #keep<Answer>(archive: Archive, decide: () => Decided<Answer>): Promise<Decided<Answer>> {
    try {
      const decided = decide();
      await this.#kept.put(decided.known, archive);
      return decided;
    } catch (error) {
      await this.#kept.forgetFolder(archive.codePackage.sha256);
      throw error;
    }
  }
}
