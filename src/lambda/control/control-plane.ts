import type { Clock } from '../../clock/clock.ts';
import type { Store } from '../../store/store.ts';
import { Functions } from '../functions.ts';
import { Layers } from '../layers/layers.ts';
import type { ReadObject } from '../packages/code-source.ts';
import type { FunctionsOptions } from '../version-pools.ts';
import { FunctionControl } from './function-control.ts';
import { ensureUnpacked, packagesIn } from './packages.ts';

export interface ControlPlaneOptions extends Omit<FunctionsOptions, 'unpack'> {
  readonly store: Store;
  /** The clock of what is kept; `clock` is that of the sandboxes. */
  readonly controlClock: Clock;
  /** The folder below which archives are unpacked. */
  readonly packagesDirectory: string;
  readonly readObject: ReadObject;
}

/** Lambda but for its mappings: functions as they run, and what makes them and their layers. */
export class ControlPlane {
  readonly functions: Functions;
  readonly control: FunctionControl;
  readonly layers: Layers;

  constructor(options: ControlPlaneOptions) {
    const { store, controlClock: clock, packagesDirectory: directory, random, events } = options;
    const { readObject } = options;
    const packages = packagesIn({ store, random, directory });
    const unpack = (definition: Parameters<typeof ensureUnpacked>[1]) =>
      ensureUnpacked(packages, definition);
    this.functions = new Functions({ ...options, unpack });
    const { functions } = this;
    const shared = { store, clock, random, events, readObject };
    this.control = new FunctionControl({ ...shared, functions, packages });
    this.layers = new Layers({
      ...shared,
      packages: packages.layers,
      isUsed: (sha256) => this.control.layerArchives().has(sha256),
    });
  }

  /** Lets what was made in earlier starts run again, and clears away what those left behind. */
  async restore(): Promise<void> {
    await this.control.restore();
    await this.layers.prune(this.control.layerArchives());
  }

  /** The archive of a function or of a layer; undefined when there is none of that SHA-256. */
  archive(kind: string, sha256: string): Uint8Array | undefined {
    if (kind === 'functions') return this.control.archive(sha256);
    return kind === 'layers' ? this.layers.archive(sha256) : undefined;
  }
}
