import type { Constraints, Shape, StructureShape } from '../../src/wire/shape.ts';

/** An input that breaks one constraint, and how AWS tells that. */
export interface BrokenInput {
  readonly wrong: Record<string, unknown>;
  readonly text: string;
}

/** For each constraint of an input outside of lists and maps, an input that breaks it. */
export function constraintsOf(input: StructureShape): BrokenInput[] {
  return membersOf(input, []).flatMap(({ shape, path }) =>
    broken(shape).map(({ value, text }) => {
      const at = path.map((name) => name.charAt(0).toLowerCase() + name.slice(1)).join('.');
      const wrong = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
      const told = `at '${at}' failed to satisfy constraint: Member must ${text}`;
      return { wrong: wrong as Record<string, unknown>, text: told };
    }),
  );
}

interface Place {
  readonly shape: Shape & { readonly required?: boolean };
  readonly path: readonly string[];
}

function membersOf({ members }: StructureShape, around: readonly string[]): Place[] {
  return Object.entries(members).flatMap(([name, shape]) => {
    const path = [...around, name];
    const inner = shape.type === 'structure' ? membersOf(shape, path) : [];
    return [{ shape, path }, ...inner];
  });
}

/** Values that break a constraint of a shape, with AWS's texts (observed on AWS). */
function broken(shape: Place['shape']): { value: unknown; text: string }[] {
  const { min, max, pattern, enum: values } = shape as Constraints;
  const isNumber = shape.type === 'integer' || shape.type === 'double';
  const quantity = isNumber ? 'value' : 'length';
  const found: { value: unknown; text: string }[] = [];
  if (shape.required) found.push({ value: undefined, text: 'not be null' });
  if (min !== undefined && (isNumber || min > 0)) {
    const text = `have ${quantity} greater than or equal to ${min}`;
    found.push({ value: sized(shape, min - 1), text });
  }
  // Texts of megabytes show nothing that shorter ones do not.
  if (max !== undefined && (isNumber || max < 100_000)) {
    const text = `have ${quantity} less than or equal to ${max}`;
    found.push({ value: sized(shape, max + 1), text });
  }
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test('\u0007\n'))
    found.push({ value: '\u0007\n', text: `satisfy regular expression pattern: ${pattern}` });
  if (values) found.push({ value: '-', text: `satisfy enum value set: [${values.join(', ')}]` });
  return found;
}

function sized(shape: Shape, size: number): unknown {
  if (shape.type === 'list') return Array.from({ length: size }, () => elementOf(shape.member));
  if (shape.type === 'map')
    return Object.fromEntries(
      Array.from({ length: size }, (_, index) => [`k${index}`, elementOf(shape.value)]),
    );
  if (shape.type === 'blob') return new Uint8Array(size);
  return shape.type === 'string' ? 'a'.repeat(size) : size;
}

const elementOf = ({ type }: Shape): unknown =>
  type === 'structure' || type === 'map' ? {} : type === 'list' ? [] : type === 'string' ? 'a' : 1;
