import { intrinsicOf } from './intrinsics/table.ts';
import type { Findings } from './problem.ts';
import { checkNames, type Resource } from './sections.ts';
import {
  child,
  type Entry,
  entriesOf,
  list,
  type MapNode,
  map,
  type Node,
  textOf,
} from './tree.ts';

/** The sections that Globals can have (AWS SAM developer guide, Globals). */
const SECTIONS = [
  ...['Api', 'CapacityProvider', 'Function', 'HttpApi', 'LayerVersion', 'SimpleTable'],
  ...['StateMachine', 'WebSocketApi'],
];

/** Function properties that Globals cannot hold. */
const NOT_GLOBAL = new Set([
  ...['AutoPublishCodeSha256', 'Events', 'FunctionName', 'ImageConfig', 'ImageUri', 'InlineCode'],
  ...['PackageType', 'Policies', 'Role', 'VersionDescription'],
]);

/** The properties that all functions share; wrong names are noted. */
export function functionGlobals(
  globals: Node | undefined,
  properties: readonly string[],
  findings: Findings,
): MapNode | undefined {
  return findings.attempt(() => {
    const sections = entriesOf(globals, 'Globals');
    checkNames(sections, { known: SECTIONS, what: 'section of Globals', findings });
    const node = child(globals, 'Function');
    const entries = entriesOf(node, 'Globals.Function');
    const known = properties.filter((name) => !NOT_GLOBAL.has(name));
    checkNames(entries, { known, what: 'property of Globals.Function', findings });
    return node && map(entries, node.at);
  });
}

/** The properties of a function with what it shares with others and does not leave out. */
export function withGlobals({ properties, ignoreGlobals }: Resource, globals?: MapNode): MapNode {
  if (!globals) return properties;
  if (!ignoreGlobals) return mergeMaps(globals, properties);
  if (ignoreGlobals.kind !== 'list') return properties;
  const ignored = new Set(ignoreGlobals.items.map((item) => textOf(item, 'IgnoreGlobals')));
  const kept = [...globals.entries.values()].filter(({ name }) => !ignored.has(name));
  return mergeMaps(map(kept, globals.at), properties);
}

/** SAM's rule: maps merge, lists are joined, and of anything else the function's own counts. */
function merge(shared: Node, own: Node): Node {
  if (shared.kind === 'list' && own.kind === 'list') {
    return list([...shared.items, ...own.items], own.at);
  }
  const bothMaps = shared.kind === 'map' && own.kind === 'map';
  if (!bothMaps || intrinsicOf(shared) || intrinsicOf(own)) return own;
  return mergeMaps(shared, own);
}

function mergeMaps(shared: MapNode, own: MapNode): MapNode {
  const entries = new Map<string, Entry>(shared.entries);
  for (const entry of own.entries.values()) {
    const common = entries.get(entry.name);
    const value = common ? merge(common.value, entry.value) : entry.value;
    entries.set(entry.name, { ...entry, value });
  }
  return map([...entries.values()], own.at);
}
