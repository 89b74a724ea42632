import { isSameScope, type Scope } from '../../aws/scope.ts';
import type { Turns } from '../../clock/turns.ts';
import type { Reader, Store, Transaction } from '../../store/store.ts';
import type { Functions } from '../functions.ts';
import { allVersions, type KnownFunction } from '../known-function.ts';
import { layerDoesNotExist } from '../layers/layer.ts';
import type { CodePackage } from '../packages/code-package.ts';
import { readFunctions, removeFunction, writeFunction } from './function-store.ts';
import type { Packages } from './packages.ts';

/** An archive that was unpacked, and is to be kept with the function that is made of it. */
export interface Archive {
  readonly codePackage: CodePackage;
  readonly zip: Uint8Array;
}

export interface KeptFunctionsOptions {
  readonly store: Store;
  /** Where the functions run. */
  readonly functions: Functions;
  readonly packages: Packages;
  /** Taken before folders are removed: whoever is about to use one has a turn. */
  readonly turns: Turns;
}

/**
 * The functions in the store, with the archives that they are made of: an archive is kept as long
 * as some version has it, and its folder as long as a sandbox may read it.
 */
export class KeptFunctions {
  readonly #options: KeptFunctionsOptions;
  readonly #kept = new Map<string, KnownFunction>();

  constructor(options: KeptFunctionsOptions) {
    this.#options = options;
    for (const known of readFunctions(options.store, options.packages)) {
      this.#kept.set(keyOf(known), known);
    }
  }

  all(): KnownFunction[] {
    return [...this.#kept.values()];
  }

  in(scope: Scope): KnownFunction[] {
    return this.all().filter((known) => isSameScope(known.scope, scope));
  }

  /** Keeps a function as it is now, and lets it run so. */
  async put(known: KnownFunction, archive?: Archive): Promise<void> {
    const { store, packages, functions } = this.#options;
    const before = this.#kept.get(keyOf(known));
    const used = this.#used();
    let isRetired: Promise<void> | undefined;
    await store.transact((transaction) => {
      this.#checkLayers(transaction, known);
      if (archive && !used.has(archive.codePackage.sha256)) {
        packages.functions.keep(transaction, archive.codePackage, archive.zip);
      }
      writeFunction(transaction, known);
      this.#removeUnused(transaction, before, known);
      transaction.afterCommit(() => {
        this.#kept.set(keyOf(known), known);
        isRetired = functions.set(known);
      });
    });
    this.#forget(before, isRetired);
  }

  async remove(known: KnownFunction): Promise<void> {
    const { store, functions } = this.#options;
    let isRetired: Promise<void> | undefined;
    await store.transact((transaction) => {
      removeFunction(transaction, known);
      this.#removeUnused(transaction, known, undefined);
      transaction.afterCommit(() => {
        this.#kept.delete(keyOf(known));
        isRetired = functions.remove(known.scope, known.functionName);
      });
    });
    this.#forget(known, isRetired);
  }

  /** Removes the folder of an archive that no function is made of. */
  async forgetFolder(sha256: string): Promise<void> {
    if (!this.#used().has(sha256)) await this.#options.packages.functions.removeFolder(sha256);
  }

  /** Removes archives that no function has; nothing may be running yet. */
  async prune(): Promise<void> {
    await this.#options.packages.functions.prune(this.#used());
  }

  /** The archives of all layers that some version of some function has. */
  layerArchives(): Set<string> {
    const layers = this.all().flatMap((known) => allVersions(known).flatMap((v) => v.layers ?? []));
    return new Set(layers.flatMap(({ codePackage }) => (codePackage ? [codePackage.sha256] : [])));
  }

  /**
   * A version of a layer may have been deleted since it was found.
   *
   * @throws LambdaError InvalidParameterValueException
   */
  #checkLayers(reader: Reader, { latest: { layers = [] } }: KnownFunction): void {
    const { packages } = this.#options;
    const gone = layers.find(
      ({ codePackage }) => codePackage && !packages.layers.has(reader, codePackage.sha256),
    );
    if (gone) throw layerDoesNotExist(gone.arn);
  }

  #used(except?: KnownFunction): Set<string> {
    const others = this.all().filter((each) => !except || keyOf(each) !== keyOf(except));
    return new Set(others.flatMap(archivesOf));
  }

  /** The archives that only `before` was made of, and `after` is not. */
  #removeUnused(
    transaction: Transaction,
    before: KnownFunction | undefined,
    after: KnownFunction | undefined,
  ): void {
    if (!before) return;
    const used = new Set([...this.#used(before), ...(after ? archivesOf(after) : [])]);
    for (const sha256 of new Set(archivesOf(before))) {
      if (!used.has(sha256)) this.#options.packages.functions.remove(transaction, sha256);
    }
  }

  /** Once nothing runs in them any more; what fails now is done by the next start. */
  #forget(before: KnownFunction | undefined, isRetired: Promise<void> | undefined): void {
    const forget = async () => {
      await isRetired;
      await this.#options.turns.take(async () => {
        for (const sha256 of before ? archivesOf(before) : []) await this.forgetFolder(sha256);
      });
    };
    forget().catch(() => {});
  }
}

const keyOf = ({ scope, functionName }: KnownFunction) =>
  `${scope.account}/${scope.region}/${functionName}`;

function archivesOf(known: KnownFunction): string[] {
  return allVersions(known).flatMap(({ codePackage }) => (codePackage ? [codePackage.sha256] : []));
}
