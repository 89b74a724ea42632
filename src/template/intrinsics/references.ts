import { type Position, Refusal } from '../problem.ts';
import { type Entry, entriesOf, type Node, nameOf, scalar, textOf } from '../tree.ts';
import { argumentsOf, type Intrinsic, textValue } from './intrinsic.ts';

export const ref: Intrinsic = (argument, world, at) =>
  world.reference(nameOf(argument, 'The argument of Ref'), at);

/** The two parts of `A.B`; the attribute may hold dots itself. */
export function splitAttribute(text: string, at: Position): [logicalId: string, name: string] {
  const dot = text.indexOf('.');
  if (dot <= 0) throw new Refusal(at, `Fn::GetAtt takes Resource.Attribute, not ${text}.`);
  return [text.slice(0, dot), text.slice(dot + 1)];
}

export const getAtt: Intrinsic = (argument, world, at) => {
  if (argument.kind === 'scalar') {
    return world.attribute(...splitAttribute(textOf(argument, 'Fn::GetAtt'), argument.at), at);
  }
  const [logicalId, ...path] = argumentsOf(argument, { name: 'Fn::GetAtt', least: 2, most: 5 });
  const names = path.map((node) => textValue(node, world, 'The attribute of Fn::GetAtt'));
  return world.attribute(nameOf(logicalId!, 'The resource of Fn::GetAtt'), names.join('.'), at);
};

/** The pieces of a Fn::Sub text: what stands as it is, and what is put in. */
export type SubPiece = { readonly text: string } | { readonly name: string };

const VARIABLE = /\$\{([^}]*)\}/g;

/** Takes a Fn::Sub text apart; `${!Name}` is the text `${Name}`. */
export function subPieces(text: string): SubPiece[] {
  const pieces: SubPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const inside = match[1]!.trim();
    pieces.push({ text: text.slice(from, match.index) });
    pieces.push(inside.startsWith('!') ? { text: `\${${inside.slice(1)}}` } : { name: inside });
    from = match.index + match[0].length;
  }
  return [...pieces, { text: text.slice(from) }];
}

/** The text of a Fn::Sub and its own variables, of both of its forms. */
export function subParts(argument: Node): { text: string; at: Position; own: Entry[] } {
  if (argument.kind === 'scalar') {
    return { text: textOf(argument, 'The text of Fn::Sub'), at: argument.at, own: [] };
  }
  const [text, own] = argumentsOf(argument, { name: 'Fn::Sub', least: 1, most: 2 });
  return {
    text: textOf(text!, 'The text of Fn::Sub'),
    at: text!.at,
    own: entriesOf(own, 'The variables of Fn::Sub'),
  };
}

export const sub: Intrinsic = (argument, world, at) => {
  const { text, own } = subParts(argument);
  const values = new Map(own.map(({ name, value }) => [name, value]));
  const written = subPieces(text).map((piece) => {
    if ('text' in piece) return piece.text;
    const what = `\${${piece.name}}`;
    const ownValue = values.get(piece.name);
    if (ownValue) return textValue(ownValue, world, what);
    const value = piece.name.includes('.')
      ? world.attribute(...splitAttribute(piece.name, at), at)
      : world.reference(piece.name, at);
    if (value === undefined) throw new Refusal(at, `${what} has no value here.`);
    return textOf(value, what);
  });
  return scalar(written.join(''), at);
};
