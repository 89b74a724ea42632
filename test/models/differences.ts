import type { BoundOperation } from '../../src/api/operation.ts';
import type { Constraints, Shape, StructureShape } from '../../src/wire/shape.ts';
import type { ModelMember, ModelShape, ServiceModel } from './botocore.ts';

/** Which of our types stands for which of the models. */
const TYPES: Readonly<Record<string, Shape['type']>> = {
  string: 'string',
  character: 'string',
  integer: 'integer',
  long: 'integer',
  float: 'double',
  double: 'double',
  boolean: 'boolean',
  blob: 'blob',
  timestamp: 'timestamp',
  structure: 'structure',
  list: 'list',
  map: 'map',
};
const LOCATIONS = { uri: 'path', querystring: 'query', header: 'header', headers: 'headers' };
const NUMBERS = new Set(['integer', 'long', 'float', 'double']);
const CONSTRAINTS = ['min', 'max', 'pattern'] as const;

/** What is compared: a use of a shape of the model with ours, and the way to it. */
interface Pair {
  readonly path: string;
  readonly model: ModelShape;
  readonly shape: Shape;
  /** The names of the model's shapes around it, since they may hold themselves. */
  readonly around: readonly string[];
}

/**
 * How the input of an operation here differs from AWS's model of it, as lines such as
 * `StreamName: max 128, here none`. A member that is there on one side only is named alone.
 */
export function differences(model: ServiceModel, operation: BoundOperation): string[] {
  const input = model.operations[operation.name]?.input;
  const found: string[] = [];
  const shapeOf = ({ shape }: ModelMember) => model.shapes[shape] as ModelShape;

  const compare = (pair: Pair): void => {
    const { path, model: expected, shape } = pair;
    const type = TYPES[expected.type];
    if (shape.type !== type) {
      found.push(`${path}: ${type}, here ${shape.type}`);
      return;
    }
    found.push(...constraintDifferences(pair));
    if (shape.type === 'structure') compareMembers({ ...pair, shape });
    if (shape.type === 'list') step(pair, '[]', expected.member!, shape.member);
    if (shape.type === 'map') {
      step(pair, '{key}', expected.key!, shape.key);
      step(pair, '{}', expected.value!, shape.value);
    }
  };
  const step = ({ path, around }: Pair, name: string, use: ModelMember, shape: Shape) => {
    if (around.includes(use.shape)) return;
    const next =
      path === ''
        ? name
        : name.startsWith('[') || name.startsWith('{')
          ? path + name
          : `${path}.${name}`;
    compare({ path: next, model: shapeOf(use), shape, around: [...around, use.shape] });
  };
  const compareMembers = (pair: Pair & { shape: StructureShape }) => {
    const { path, model: expected, shape } = pair;
    const nameOf = (name: string) => (path === '' ? name : `${path}.${name}`);
    for (const [name, use] of Object.entries(expected.members ?? {})) {
      const ours = shape.members[name];
      if (!ours) {
        found.push(`${nameOf(name)}: missing`);
        continue;
      }
      const isRequired = expected.required?.includes(name) ?? false;
      if (isRequired !== (ours.required ?? false))
        found.push(`${nameOf(name)}: ${isRequired ? '' : 'not '}required`);
      found.push(...placeDifferences(nameOf(name), { use, shape: ours, model: expected, name }));
      step(pair, name, use, ours);
    }
    for (const name of Object.keys(shape.members))
      if (!expected.members?.[name]) found.push(`${nameOf(name)}: unknown`);
  };

  const model0 = input ? shapeOf(input) : { type: 'structure' };
  compare({ path: '', model: model0, shape: operation.input, around: input ? [input.shape] : [] });
  return found;
}

function constraintDifferences({ path, model, shape }: Pair): string[] {
  const ours = shape as Constraints;
  const said = { min: minOf(model, model.type), max: model.max, pattern: bare(model.pattern) };
  const here = { min: minOf(ours, shape.type), max: ours.max, pattern: bare(ours.pattern) };
  const named = CONSTRAINTS.filter((name) => said[name] !== here[name]).map(
    (name) => `${path}: ${name} ${said[name] ?? 'none'}, here ${here[name] ?? 'none'}`,
  );
  const expected = model.enum?.join(', ');
  const enumHere = ours.enum?.join(', ');
  if (expected !== enumHere)
    named.push(`${path}: enum ${expected ?? 'none'}, here ${enumHere ?? 'none'}`);
  return named;
}

/** Nothing is shorter than 0; only a number can be less. */
const minOf = ({ min }: { readonly min?: number }, type: string) =>
  min === 0 && !NUMBERS.has(type) ? undefined : min;

/** A pattern is matched with the whole text, whether it says so or not. */
const bare = (pattern: string | undefined) => pattern?.replace(/^\^(.*)\$$/s, '$1');

interface Place {
  readonly use: ModelMember;
  readonly shape: Shape;
  readonly model: ModelShape;
  readonly name: string;
}

/** Where a member of a REST request stands. */
function placeDifferences(path: string, { use, shape, model, name }: Place): string[] {
  const expected = model.payload === name ? 'payload' : use.location && LOCATIONS[use.location];
  if (expected === undefined && shape.in === undefined) return [];
  const [here, as] = [shape.in, (shape.as ?? name).toLowerCase()];
  if (expected !== here)
    return [`${path}: in ${expected ?? 'the body'}, here ${here ?? 'the body'}`];
  const asExpected = (use.locationName ?? name).toLowerCase();
  if (expected === 'payload' || as === asExpected) return [];
  return [`${path}: called ${asExpected}, here ${as}`];
}
