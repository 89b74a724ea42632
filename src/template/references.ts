import { PSEUDO_PARAMETERS } from './evaluator.ts';
import { splitAttribute, subParts, subPieces } from './intrinsics/references.ts';
import { intrinsicOf } from './intrinsics/table.ts';
import { Refusal } from './problem.ts';
import type { Named } from './sections.ts';
import { type Node, nameOf, textOf } from './tree.ts';

/** What a value refers to: `condition` for Fn::If, otherwise a parameter or a resource. */
export interface Reference extends Named {
  readonly kind: 'value' | 'attribute' | 'condition';
}

/**
 * Everything to which a value refers, whether or not its branch is taken: CloudFormation checks
 * both sides of a Fn::If. Pseudo parameters are left out.
 */
export function referencesIn(node: Node): Reference[] {
  const found: Reference[] = [];
  collect(node, found);
  return found.filter(({ name }) => !PSEUDO_PARAMETERS.has(name));
}

function collect(node: Node, found: Reference[]): void {
  const intrinsic = intrinsicOf(node);
  if (intrinsic) {
    collectFrom(intrinsic, found);
    return;
  }
  if (node.kind === 'list') for (const item of node.items) collect(item, found);
  if (node.kind === 'map') for (const { value } of node.entries.values()) collect(value, found);
}

type Call = { readonly name: string; readonly argument: Node };

function collectFrom({ name, argument }: Call, found: Reference[]): void {
  const own = COLLECTORS.get(name);
  if (own) {
    own(argument, found);
    return;
  }
  if (name === 'Fn::If' && argument.kind === 'list' && argument.items[0]?.kind === 'scalar') {
    const [condition] = argument.items;
    found.push({ kind: 'condition', name: nameOf(condition, 'A condition'), at: condition.at });
  }
  collect(argument, found);
}

function collectRef(argument: Node, found: Reference[]): void {
  const name = nameOf(argument, 'The argument of Ref');
  found.push({ kind: 'value', name, at: argument.at });
}

function collectGetAtt(argument: Node, found: Reference[]): void {
  if (argument.kind === 'scalar') {
    const [name] = splitAttribute(textOf(argument, 'Fn::GetAtt'), argument.at);
    found.push({ kind: 'attribute', name, at: argument.at });
    return;
  }
  if (argument.kind !== 'list' || !argument.items[0]) {
    throw new Refusal(argument.at, 'Fn::GetAtt takes a resource and an attribute.');
  }
  const [resource, ...rest] = argument.items;
  found.push({ kind: 'attribute', name: nameOf(resource, 'A resource'), at: argument.at });
  for (const item of rest) collect(item, found);
}

function collectSub(argument: Node, found: Reference[]): void {
  const { text, at, own } = subParts(argument);
  const local = new Set(own.map(({ name }) => name));
  for (const piece of subPieces(text)) {
    if (!('name' in piece) || local.has(piece.name)) continue;
    const attribute = piece.name.includes('.');
    const name = attribute ? splitAttribute(piece.name, at)[0] : piece.name;
    found.push({ kind: attribute ? 'attribute' : 'value', name, at });
  }
  for (const { value } of own) collect(value, found);
}

/** Functions that name what they refer to; all others refer to what their arguments refer to. */
const COLLECTORS: ReadonlyMap<string, (argument: Node, found: Reference[]) => void> = new Map([
  ['Ref', collectRef],
  ['Fn::GetAtt', collectGetAtt],
  ['Fn::Sub', collectSub],
]);
