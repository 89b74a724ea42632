import { join } from 'node:path';
import type { FunctionDefinition } from '../function-definition.ts';
import { PackageStore, type PackageStoreOptions } from '../packages/package-store.ts';

/** The archives of functions and those of layers, which are kept apart. */
export interface Packages {
  readonly functions: PackageStore;
  readonly layers: PackageStore;
}

/** The archives in a store, unpacked below a folder. */
export function packagesIn({ directory, ...options }: Omit<PackageStoreOptions, 'name'>): Packages {
  const named = (name: string) =>
    new PackageStore({ ...options, name: `${name}-code`, directory: join(directory, `${name}s`) });
  return { functions: named('function'), layers: named('layer') };
}

/** Unpacks the code of a version and of its layers again, where their folders have gone. */
export async function ensureUnpacked(
  { functions, layers }: Packages,
  { codePackage, layers: used = [] }: FunctionDefinition,
): Promise<void> {
  if (codePackage) await functions.ensure(codePackage.sha256);
  for (const layer of used) {
    if (layer.codePackage) await layers.ensure(layer.codePackage.sha256);
  }
}
