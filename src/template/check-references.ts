import { didYouMean } from './nearest-name.ts';
import type { Findings, Position } from './problem.ts';
import { type Reference, referencesIn } from './references.ts';
import { isMadeBySam } from './sam-generated.ts';
import type { Resource, Template } from './sections.ts';
import { map, type Node } from './tree.ts';

/** Looking for the likeliest name is work for each name that there is. */
const MOST_HINTS = 20;

/** Properties that SAM moves from a function to the resources that it makes of them. */
const MOVED_BY_SAM = new Set(['Events', 'Policies']);

/**
 * Checks the whole template as CloudFormation does before it makes anything: nothing refers to what
 * is not there, and no resources wait for each other.
 */
export function checkReferences(template: Template, findings: Findings): void {
  const check = referenceCheck(template, findings);
  const edges = new Map<string, readonly Reference[]>();
  for (const resource of template.resources.values()) {
    for (const reference of attemptReferences(resource.properties, findings)) check(reference);
    for (const { name, at } of resource.dependsOn) check({ kind: 'attribute', name, at });
    if (resource.condition) check({ ...resource.condition, kind: 'condition' });
    edges.set(resource.logicalId, dependenciesOf(resource));
  }
  for (const { value } of template.outputs) {
    for (const reference of attemptReferences(value, findings)) check(reference);
  }
  findCycle(edges, findings);
}

function attemptReferences(node: Node, findings: Findings): readonly Reference[] {
  return findings.attempt(() => referencesIn(node)) ?? [];
}

function referenceCheck(template: Template, findings: Findings): (reference: Reference) => void {
  const { conditions, resources } = template;
  const parameters = new Set(template.parameters.map(({ name }) => name));
  let hints = 0;
  return ({ kind, name, at }) => {
    if (kind === 'condition') {
      if (conditions.has(name)) return;
      const hint = didYouMean(name, conditions.keys());
      findings.problem(at, `Template error: there is no condition ${name}.${hint}`);
      return;
    }
    const [logicalId = name] = name.split('.');
    if (resources.has(logicalId) || isMadeBySam(logicalId, template)) return;
    if (kind === 'value' && parameters.has(name)) return;
    const names = kind === 'value' ? [...resources.keys(), ...parameters] : resources.keys();
    hints += 1;
    const near = hints <= MOST_HINTS ? didYouMean(name, names) : '';
    const hint = near || ' There is nothing of that name in the template.';
    findings.problem(at, `Unresolved resource dependencies [${name}].${hint}`);
  };
}

function dependenciesOf({ properties, type, dependsOn }: Resource): Reference[] {
  const kept = [...properties.entries.values()].filter(({ name }) => {
    return !(type.startsWith('AWS::Serverless::') && MOVED_BY_SAM.has(name));
  });
  try {
    return [
      ...referencesIn(map(kept, properties.at)),
      ...dependsOn.map(({ name, at }): Reference => ({ kind: 'attribute', name, at })),
    ];
  } catch {
    return []; // Was noted when its references were checked.
  }
}

/** Notes the first circle of resources that need each other. */
function findCycle(edges: ReadonlyMap<string, readonly Reference[]>, findings: Findings): void {
  const finished = new Set<string>();
  for (const start of edges.keys()) {
    const path: { id: string; at: Position; rest: Reference[] }[] = [];
    const enter = (id: string, at: Position) => {
      path.push({ id, at, rest: [...(edges.get(id) ?? [])] });
    };
    if (!finished.has(start)) enter(start, { line: 1, column: 1 });
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.rest.shift();
      if (!next) {
        finished.add(top.id);
        path.pop();
        continue;
      }
      const from = path.findIndex(({ id }) => id === next.name);
      if (from >= 0) {
        const circle = path.slice(from).map(({ id }) => id);
        findings.problem(
          next.at,
          `Circular dependency between resources: [${circle.join(', ')}]. Remove one reference.`,
        );
        return;
      }
      if (edges.has(next.name) && !finished.has(next.name)) enter(next.name, next.at);
    }
  }
}
