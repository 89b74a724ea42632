import type { Evaluator } from '../evaluator.ts';
import type { Identity, Stack } from '../identity.ts';
import type { Findings } from '../problem.ts';
import { checkProperties, Properties, type PropertyTable } from '../properties.ts';
import type { Resource } from '../sections.ts';

/** What the planning of one resource works with. */
export interface Context {
  readonly evaluator: Evaluator;
  readonly findings: Findings;
  readonly stack: Stack;
}

/** A resource ready to be planned: its names are known and its property names are checked. */
export interface Opened {
  readonly identity: Identity;
  readonly properties: Properties;
}

/** Starts on a resource; undefined when its name cannot be had, which is noted. */
export function open(
  resource: Resource,
  table: PropertyTable,
  { evaluator, findings }: Context,
): Opened | undefined {
  const { logicalId, at, properties } = resource;
  const of = `${resource.type} (${logicalId})`;
  checkProperties(properties.entries.values(), { table, of, findings });
  const identity = findings.attempt(() => evaluator.identity(logicalId, at));
  return identity && { identity, properties: new Properties(properties, evaluator, findings) };
}
