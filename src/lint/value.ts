import { intrinsicOf } from '../template/intrinsics/table.ts';
import type { Template } from '../template/sections.ts';
import type { Node, Scalar } from '../template/tree.ts';

/**
 * What can be said of a value before the deploy. A parameter, an import, a condition make it
 * `unknown`, about which no rule may complain.
 */
export type Value =
  | { readonly kind: 'absent' | 'unknown' }
  | { readonly kind: 'known'; readonly node: Node }
  | { readonly kind: 'reference'; readonly logicalId: string; readonly attribute: string };

/** What values are looked up in. */
export interface Scope {
  readonly sections: Pick<Template, 'resources'>;
  readonly parameters: Readonly<Record<string, string>>;
}

const ABSENT: Value = { kind: 'absent' };
const UNKNOWN: Value = { kind: 'unknown' };

/** The value that a property has. `AWS::NoValue` is as good as no property at all. */
export function resolve(node: Node | undefined, scope: Scope): Value {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return ABSENT;
  const intrinsic = intrinsicOf(node);
  if (!intrinsic) return { kind: 'known', node };
  const { name, argument } = intrinsic;
  if (name === 'Ref') return referred(textIn(argument), 'Ref', scope, node);
  if (name === 'Fn::GetAtt') return attributeOf(argument, scope, node);
  if (name === 'Fn::Sub') return substituted(argument, scope);
  return UNKNOWN;
}

function attributeOf(argument: Node, scope: Scope, node: Node): Value {
  const text = textIn(argument);
  const parts = argument.kind === 'list' ? argument.items.map(textIn) : splitOnce(text);
  return referred(parts[0], parts[1] ?? '', scope, node);
}

const splitOnce = (text = ''): string[] => {
  const dot = text.indexOf('.');
  return dot === -1 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
};

/** `${X}` and `${X.Arn}` alone are references; text without variables is itself. */
function substituted(argument: Node, scope: Scope): Value {
  const text = textIn(argument);
  if (text === undefined || argument.kind !== 'scalar') return UNKNOWN;
  if (!text.includes('${')) return { kind: 'known', node: argument };
  const alone = /^\$\{([A-Za-z0-9]+)(?:\.([A-Za-z0-9.]+))?\}$/.exec(text);
  return alone ? referred(alone[1], alone[2] ?? 'Ref', scope, argument) : UNKNOWN;
}

function referred(name: string | undefined, attribute: string, scope: Scope, node: Node): Value {
  if (name === undefined) return UNKNOWN;
  if (name === 'AWS::NoValue') return ABSENT;
  if (scope.sections.resources.has(name)) return { kind: 'reference', logicalId: name, attribute };
  const given = Object.hasOwn(scope.parameters, name) ? scope.parameters[name] : undefined;
  if (given === undefined || attribute !== 'Ref') return UNKNOWN;
  return { kind: 'known', node: { kind: 'scalar', value: given, at: node.at } };
}

function textIn(node: Node): string | undefined {
  return node.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

/** The scalar that a value is; undefined when it is anything else. */
export function scalarOf(value: Value): Exclude<Scalar, null> | undefined {
  if (value.kind !== 'known' || value.node.kind !== 'scalar') return undefined;
  return value.node.value ?? undefined;
}
