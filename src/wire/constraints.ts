import type { Constraints, Shape } from './shape.ts';

type Value = string | number | Uint8Array | readonly unknown[] | Record<string, unknown>;

/**
 * The constraints that a value breaks, in AWS's words. The order is the one observed on AWS for an
 * empty stream name: pattern, then least length.
 */
export function brokenConstraints(shape: Shape, value: unknown): string[] {
  const constraints = shape as Constraints;
  const broken: string[] = [];
  if (constraints.enum && !constraints.enum.includes(value as string))
    broken.push(enumText(constraints.enum));
  const size = sizeOf(value as Value);
  if (constraints.pattern !== undefined && isTestable(size, constraints.max)) {
    if (!matches(constraints.pattern, value as string))
      broken.push(patternText(constraints.pattern));
  }
  if (constraints.min !== undefined && size < constraints.min)
    broken.push(minText(shape, constraints.min));
  if (constraints.max !== undefined && size > constraints.max)
    broken.push(maxText(shape, constraints.max));
  return broken;
}

/**
 * All constraints of a shape as one text, as AWS names them when an element of a list or a map
 * breaks one of them. The order is the one observed on AWS: most, least, pattern; `more` behind them.
 */
export function allConstraints(shape: Shape, more: readonly string[] = []): string {
  const constraints = shape as Constraints;
  const texts: string[] = [];
  if (constraints.max !== undefined) texts.push(maxText(shape, constraints.max));
  if (constraints.min !== undefined) texts.push(minText(shape, constraints.min));
  if (constraints.pattern !== undefined) texts.push(patternText(constraints.pattern));
  if (constraints.enum) texts.push(enumText(constraints.enum));
  return `[${[...texts, ...more].join(', ')}]`;
}

const quantity = (shape: Shape) =>
  shape.type === 'integer' || shape.type === 'double' ? 'value' : 'length';
const minText = (shape: Shape, min: number) =>
  `Member must have ${quantity(shape)} greater than or equal to ${min}`;
const maxText = (shape: Shape, max: number) =>
  `Member must have ${quantity(shape)} less than or equal to ${max}`;
const patternText = (pattern: string) =>
  `Member must satisfy regular expression pattern: ${pattern}`;
const enumText = (values: readonly string[]) =>
  `Member must satisfy enum value set: [${values.join(', ')}]`;

/** Text is measured in UTF-16 units, as Java's `String.length` does behind AWS's own checks. */
function sizeOf(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array)
    return value.length;
  return Object.keys(value).length;
}

/**
 * Some patterns of the models take a time that grows with the square or the cube of a text's length: of one
 * that is far too long, that alone is said.
 */
const isTestable = (size: number, max = Number.POSITIVE_INFINITY) => size <= Math.max(max, 1024);

const compiled = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = compile(`^(?:${pattern})$`);
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

/** The models are written for Java; some escapes that it allows are errors with the flag `u`. */
function compile(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch {
    return new RegExp(source);
  }
}
