import { Refusal } from '../problem.ts';
import { itemsOf, list, type Node, scalar, textOf } from '../tree.ts';
import { argumentsOf, type Evaluation, type Intrinsic, textValue, valueIn } from './intrinsic.ts';

function evaluatedItems(node: Node, world: Evaluation, what: string): readonly Node[] {
  return itemsOf(valueIn(node, world, what), what);
}

export const join: Intrinsic = (argument, world, at) => {
  const [delimiter, items] = argumentsOf(argument, { name: 'Fn::Join', least: 2, most: 2 });
  const texts = evaluatedItems(items!, world, 'The list of Fn::Join').map((item) => {
    return textOf(item, 'A value of Fn::Join');
  });
  return scalar(texts.join(textOf(delimiter!, 'The delimiter of Fn::Join')), at);
};

export const split: Intrinsic = (argument, world, at) => {
  const [delimiter, text] = argumentsOf(argument, { name: 'Fn::Split', least: 2, most: 2 });
  const parts = textValue(text!, world, 'The text of Fn::Split').split(
    textOf(delimiter!, 'The delimiter of Fn::Split'),
  );
  return list(
    parts.map((part) => scalar(part, at)),
    at,
  );
};

export const select: Intrinsic = (argument, world, at) => {
  const [index, items] = argumentsOf(argument, { name: 'Fn::Select', least: 2, most: 2 });
  const number = Number(textValue(index!, world, 'The index of Fn::Select'));
  const chosen = evaluatedItems(items!, world, 'The list of Fn::Select')[number];
  if (chosen) return { ...chosen, at };
  throw new Refusal(at, `Template error: Fn::Select cannot select nonexistent value at ${number}.`);
};

export const base64: Intrinsic = (argument, world, at) => {
  const text = textValue(argument, world, 'The argument of Fn::Base64');
  return scalar(Buffer.from(text, 'utf8').toString('base64'), at);
};

export const findInMap: Intrinsic = (argument, world, at) => {
  const items = argumentsOf(argument, { name: 'Fn::FindInMap', least: 3, most: 4 });
  const path = items.slice(0, 3).map((node) => textValue(node, world, 'A key of Fn::FindInMap'));
  let found = world.mappings;
  for (const key of path) found = found?.kind === 'map' ? found.entries.get(key)?.value : undefined;
  if (found) return { ...found, at };
  const fallback = items[3]?.kind === 'map' ? items[3].entries.get('DefaultValue') : undefined;
  if (fallback) return world.evaluate(fallback.value);
  throw new Refusal(
    at,
    `Template error: Unable to get mapping for ${path.join('::')}; the section Mappings has none.`,
  );
};
