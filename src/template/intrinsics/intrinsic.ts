import { type Position, Refusal } from '../problem.ts';
import { itemsOf, type Node, textOf } from '../tree.ts';

/** What an intrinsic function can ask of the template around it. */
export interface Evaluation {
  /** The value of a node; undefined where it is AWS::NoValue. */
  evaluate(node: Node): Node | undefined;
  /** What `Ref` answers. */
  reference(name: string, at: Position): Node | undefined;
  /** What `Fn::GetAtt` answers. */
  attribute(logicalId: string, attribute: string, at: Position): Node;
  /** Whether a named condition holds. */
  condition(name: string, at: Position): boolean;
  /** The section Mappings. */
  readonly mappings: Node | undefined;
}

/** Works out one intrinsic function; `at` is where it stands, and where its value stands then. */
export type Intrinsic = (argument: Node, world: Evaluation, at: Position) => Node | undefined;

/** Evaluates what may not be AWS::NoValue. */
export function valueIn(node: Node, world: Evaluation, what: string): Node {
  const value = world.evaluate(node);
  if (value === undefined) throw new Refusal(node.at, `${what} has no value here (AWS::NoValue).`);
  return value;
}

/** Evaluates what must be text. */
export function textValue(node: Node, world: Evaluation, what: string): string {
  return textOf(valueIn(node, world, what), what);
}

/** The arguments of a function that takes between `least` and `most` of them, not yet evaluated. */
export function argumentsOf(
  argument: Node,
  options: { name: string; least: number; most: number },
): readonly Node[] {
  const { name, least, most } = options;
  const items = itemsOf(argument, `The argument of ${name}`);
  if (items.length >= least && items.length <= most) return items;
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  throw new Refusal(argument.at, `${name} takes ${wanted} arguments, not ${items.length}.`);
}
