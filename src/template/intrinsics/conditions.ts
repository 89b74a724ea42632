import { Refusal } from '../problem.ts';
import { describe, type Node, nameOf, scalar } from '../tree.ts';
import { argumentsOf, type Evaluation, type Intrinsic, textValue, valueIn } from './intrinsic.ts';

/** Whether a condition that is written out, or named, holds. */
export function holds(node: Node, world: Evaluation): boolean {
  const named = node.kind === 'map' && node.entries.size === 1 && node.entries.get('Condition');
  if (named) return world.condition(nameOf(named.value, 'A condition'), named.value.at);
  const value = valueIn(node, world, 'A condition');
  const truth = value.kind === 'scalar' ? String(value.value) : '';
  if (truth === 'true' || truth === 'false') return truth === 'true';
  throw new Refusal(node.at, `A condition must be true or false, not ${describe(value)}.`);
}

/** Compares as CloudFormation does: by text, letter for letter. */
export const equals: Intrinsic = (argument, world, at) => {
  const [left, right] = argumentsOf(argument, { name: 'Fn::Equals', least: 2, most: 2 }).map(
    (node) => textValue(node, world, 'A value of Fn::Equals'),
  );
  return scalar(left === right, at);
};

export const and: Intrinsic = (argument, world, at) => {
  const conditions = argumentsOf(argument, { name: 'Fn::And', least: 2, most: 10 });
  return scalar(conditions.map((node) => holds(node, world)).every(Boolean), at);
};

export const or: Intrinsic = (argument, world, at) => {
  const conditions = argumentsOf(argument, { name: 'Fn::Or', least: 2, most: 10 });
  return scalar(conditions.map((node) => holds(node, world)).some(Boolean), at);
};

export const not: Intrinsic = (argument, world, at) => {
  const [condition] = argumentsOf(argument, { name: 'Fn::Not', least: 1, most: 1 });
  return scalar(!holds(condition!, world), at);
};

export const choose: Intrinsic = (argument, world) => {
  const [condition, yes, no] = argumentsOf(argument, { name: 'Fn::If', least: 3, most: 3 });
  const name = nameOf(condition!, 'The condition of Fn::If');
  return world.evaluate(world.condition(name, condition!.at) ? yes! : no!);
};
