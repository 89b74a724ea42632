import type { PlannedBuild } from '../plan.ts';
import { child, entriesOf, type Node, textOf, toJson } from '../tree.ts';

const ENABLE = '--enable-source-maps';

/** What `sam build` would make of the code; nothing when `sam build` wrote this template. */
export function buildOf(metadata: Node | undefined): PlannedBuild | undefined {
  const method = child(metadata, 'BuildMethod');
  if (!method || child(metadata, 'SamResourceId')) return undefined;
  const entries = entriesOf(child(metadata, 'BuildProperties'), 'BuildProperties');
  return {
    method: textOf(method, 'BuildMethod'),
    properties: Object.fromEntries(entries.map(({ name, value }) => [name, toJson(value)])),
  };
}

/**
 * Makes source maps and the option that reads them go together, as `sam build` does: either brings
 * the other, and only `Sourcemap: false` keeps maps away (AWS SAM developer guide, esbuild).
 */
export function withSourceMaps(
  build: PlannedBuild | undefined,
  environment: Readonly<Record<string, string>>,
): { build?: PlannedBuild; environment: Readonly<Record<string, string>> } {
  if (!build) return { environment };
  const { NODE_OPTIONS: options = '' } = environment;
  const enabled = options.split(/\s+/).includes(ENABLE);
  const { Sourcemap: sourcemap } = build.properties;
  if (build.method !== 'esbuild' || enabled === (sourcemap === true)) return { build, environment };
  if (sourcemap === true) {
    const extended = `${options} ${ENABLE}`.trim();
    return { build, environment: { ...environment, NODE_OPTIONS: extended } };
  }
  if (sourcemap !== undefined) return { build, environment };
  const properties = { ...build.properties, Sourcemap: true };
  return { build: { ...build, properties }, environment };
}
