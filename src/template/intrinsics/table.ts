import type { MapNode, Node } from '../tree.ts';
import { and, choose, equals, not, or } from './conditions.ts';
import type { Intrinsic } from './intrinsic.ts';
import { getAtt, ref, sub } from './references.ts';
import { base64, findInMap, join, select, split } from './texts-and-lists.ts';

/** The intrinsic functions of CloudFormation that are worked out here. */
export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::Sub', sub],
  ['Fn::Join', join],
  ['Fn::Split', split],
  ['Fn::Select', select],
  ['Fn::Base64', base64],
  ['Fn::FindInMap', findInMap],
  ['Fn::If', choose],
  ['Fn::Equals', equals],
  ['Fn::And', and],
  ['Fn::Or', or],
  ['Fn::Not', not],
]);

/** Functions that need what only AWS has, each with what to do instead. */
export const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ['Fn::ImportValue', 'there are no other stacks here; use a parameter with a default'],
  ['Fn::GetAZs', 'there are no availability zones here'],
  ['Fn::Cidr', 'there are no networks here'],
  ['Fn::Transform', 'macros run on AWS only'],
  ['Fn::Length', 'the language extensions transform does not run here'],
  ['Fn::ToJsonString', 'the language extensions transform does not run here'],
  ['Fn::GetStackOutput', 'there are no other stacks here; use a parameter with a default'],
]);

/** The function that a map stands for: a map with one key, `Ref` or `Fn::…`. */
export function intrinsicOf(node: Node): { name: string; argument: Node } | undefined {
  if (node.kind !== 'map' || node.entries.size !== 1) return undefined;
  const [entry] = (node as MapNode).entries.values();
  if (!entry || (entry.name !== 'Ref' && !entry.name.startsWith('Fn::'))) return undefined;
  return { name: entry.name, argument: entry.value };
}
