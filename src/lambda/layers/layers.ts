import { isSameScope, type Scope } from '../../aws/scope.ts';
import type { Clock } from '../../clock/clock.ts';
import { Turns } from '../../clock/turns.ts';
import type { Reader, Store } from '../../store/store.ts';
import type { FunctionLayer } from '../function-definition.ts';
import { LambdaError } from '../lambda-error.ts';
import { archiveOf, type CodeSource, type ReadObject } from '../packages/code-source.ts';
import type { PackageStore } from '../packages/package-store.ts';
import {
  type Layer,
  type LayerPlace,
  type LayerVersion,
  layerDoesNotExist,
  layerVersionArn,
  parseLayerName,
  parseLayerVersionArn,
} from './layer.ts';

/*
 * Where layers are kept:
 *
 *   layers, account, region, name   a layer with its versions
 *   layer-code, sha256, n           the archives, in pieces
 */
const LAYERS = 'layers';

export interface LayersOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly packages: PackageStore;
  /** Whether some version of some function has a layer of that archive. */
  readonly isUsed: (sha256: string) => boolean;
  readonly readObject: ReadObject;
}

/** How many layers a function may have. Source: AWS Lambda developer guide, "Lambda quotas". */
const MOST_LAYERS = 5;

const invalid = (message: string) => new LambdaError('InvalidParameterValueException', message);

/** Layers: archives that functions have beside their own code. All of it is in the store. */
export class Layers {
  readonly #options: LayersOptions;
  readonly #turns = new Turns();

  constructor(options: LayersOptions) {
    this.#options = options;
  }

  /** @throws LambdaError InvalidParameterValueException when the archive cannot be unpacked */
  publish(
    scope: Scope,
    layerName: string,
    {
      code,
      ...given
    }: Omit<LayerVersion, 'version' | 'codePackage' | 'createdAtMs'> & {
      readonly code: CodeSource;
    },
  ): Promise<{ readonly layer: Layer; readonly published: LayerVersion }> {
    return this.#turns.take(async () => {
      const { packages, store, clock } = this.#options;
      const zip = archiveOf(scope, code, this.#options.readObject);
      const codePackage = await packages.unpack(zip);
      const before = this.#read({ scope, layerName });
      const version = (before?.lastVersion ?? 0) + 1;
      const published = { ...given, version, createdAtMs: clock.now(), codePackage };
      const versions = [...(before?.versions ?? []), published];
      const layer = { scope, layerName, lastVersion: version, versions };
      await store.transact((transaction) => {
        packages.keep(transaction, codePackage, zip);
        transaction.put(keyOf(layer), layer);
      });
      return { layer, published };
    });
  }

  /** `name` may be an ARN. @throws LambdaError ResourceNotFoundException */
  get(scope: Scope, name: string, version: number): { layer: Layer; found: LayerVersion } {
    const layer = this.#named(scope, name);
    const found = layer?.versions.find((each) => each.version === version);
    if (layer && found) return { layer, found };
    throw new LambdaError(
      'ResourceNotFoundException',
      'The resource you requested does not exist.',
    );
  }

  /** The layers of a scope that have versions, by name. */
  list(scope: Scope): Layer[] {
    const range = { prefix: [LAYERS, scope.account, scope.region] };
    return [...this.#options.store.range<Layer>(range)]
      .map(({ value }) => value)
      .filter(({ versions }) => versions.length > 0);
  }

  /** The versions of a layer, the newest first; none where there is no such layer. */
  versions(scope: Scope, name: string): { layer: Layer; version: LayerVersion }[] {
    const layer = this.#named(scope, name);
    if (!layer) return [];
    return layer.versions.map((version) => ({ layer, version })).reverse();
  }

  /** Deletes a version, if it is there. Functions that have it keep it, as on AWS. */
  delete(scope: Scope, name: string, version: number): Promise<void> {
    return this.#turns.take(async () => {
      const { store, packages, isUsed } = this.#options;
      const layer = this.#named(scope, name);
      const gone = layer?.versions.find((each) => each.version === version);
      if (!layer || !gone) return;
      const versions = layer.versions.filter((each) => each !== gone);
      const { sha256 } = gone.codePackage;
      let isNeeded = true;
      await store.transact((transaction) => {
        // The number of the last version is kept: no number is given twice.
        transaction.put(keyOf(layer), { ...layer, versions });
        isNeeded = archivesOf(transaction).has(sha256) || isUsed(sha256);
        if (!isNeeded) packages.remove(transaction, sha256);
      });
      // What fails now is done by the next start.
      if (!isNeeded) await packages.removeFolder(sha256).catch(() => {});
    });
  }

  /**
   * The layers that a function names. One of another account is not here, and is only recorded.
   *
   * @throws LambdaError InvalidParameterValueException
   */
  ofFunction(scope: Scope, arns: readonly string[]): FunctionLayer[] {
    if (arns.length > MOST_LAYERS)
      throw invalid(`Cannot reference more than ${MOST_LAYERS} layers.`);
    const seen = new Map<string, string>();
    return arns.map((arn) => {
      const reference = parseLayerVersionArn(arn);
      const name = arn.slice(0, arn.lastIndexOf(':'));
      const other = seen.get(name);
      if (other) {
        throw invalid(
          'Two different versions of the same layer are not allowed to be referenced in the same ' +
            `function. ${other} and ${arn} are versions of the same layer.`,
        );
      }
      seen.set(name, arn);
      return this.#ofFunction(scope, arn, reference);
    });
  }

  /** The archive of a layer; undefined when no version is made of it. */
  archive(sha256: string): Uint8Array | undefined {
    return this.#options.packages.read(sha256);
  }

  /** Removes archives that neither a layer nor a function has; nothing may be running yet. */
  prune(used: ReadonlySet<string>): Promise<void> {
    const { packages, store } = this.#options;
    return this.#turns.take(() => packages.prune(new Set([...used, ...archivesOf(store)])));
  }

  #ofFunction(
    scope: Scope,
    arn: string,
    reference: LayerPlace & { readonly version: number },
  ): FunctionLayer {
    if (reference.scope.account !== scope.account) return { arn };
    if (!isSameScope(reference.scope, scope)) {
      throw invalid(
        'Layers are not in the same region as the function. Layers are expected to be in region ' +
          `${scope.region}.`,
      );
    }
    const layer = this.#read(reference);
    const found = layer?.versions.find(({ version }) => version === reference.version);
    if (!layer || !found) throw layerDoesNotExist(arn);
    return { arn: layerVersionArn(layer, found.version), codePackage: found.codePackage };
  }

  /** The layer of a name or an ARN; those of other accounts and regions cannot be seen. */
  #named(scope: Scope, name: string): Layer | undefined {
    const place = parseLayerName(scope, name);
    return isSameScope(place.scope, scope) ? this.#read(place) : undefined;
  }

  #read(place: LayerPlace): Layer | undefined {
    return this.#options.store.get<Layer>(keyOf(place));
  }
}

function archivesOf(reader: Reader): Set<string> {
  const versions = [...reader.range<Layer>({ prefix: [LAYERS] })].flatMap(
    ({ value }) => value.versions,
  );
  return new Set(versions.map(({ codePackage }) => codePackage.sha256));
}

const keyOf = ({ scope, layerName }: LayerPlace) => [
  LAYERS,
  scope.account,
  scope.region,
  layerName,
];
