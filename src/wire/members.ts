import type { Shape, StructureShape } from './shape.ts';

/** One member of a structure, with what reading and checking it again and again needs. */
export interface Member {
  readonly name: string;
  /** The name as AWS's validation texts have it: `streamName` for `StreamName`. */
  readonly pathName: string;
  readonly shape: Shape;
  readonly required: boolean;
}

const known = new WeakMap<StructureShape, readonly Member[]>();

/** The members of a structure in the order of its table; computed once per shape. */
export function membersOf(structure: StructureShape): readonly Member[] {
  const found = known.get(structure);
  if (found) return found;
  const members = Object.entries(structure.members).map(([name, shape]) => ({
    name,
    pathName: name.charAt(0).toLowerCase() + name.slice(1),
    shape,
    required: shape.required === true,
  }));
  known.set(structure, members);
  return members;
}
