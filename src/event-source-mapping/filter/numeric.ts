import { FILTER_LIMITS } from './filter-limits.ts';
import { JsonNumber, type JsonValue } from './json-text.ts';
import type { ScalarTest } from './pattern.ts';
import { type Path, refuse } from './refuse.ts';

const UNITS = 10 ** FILTER_LIMITS.numericDecimals;

type Comparison = (value: number, bound: number) => boolean;
const COMPARISONS: ReadonlyMap<unknown, Comparison> = new Map<unknown, Comparison>([
  ['=', (value, bound) => value === bound],
  ['<', (value, bound) => value < bound],
  ['<=', (value, bound) => value <= bound],
  ['>', (value, bound) => value > bound],
  ['>=', (value, bound) => value >= bound],
]);
const LOWER: readonly unknown[] = ['>', '>='];
const UPPER: readonly unknown[] = ['<', '<='];

/**
 * `{"numeric": ["=", 100]}`, `["<", 10]`, `[">", 10, "<=", 20]`. A range names its lower end
 * first and is not empty, as AWS's Event Ruler has it. JSON numbers beyond the documented range
 * match no comparison; digits in a string match none either (observed on AWS).
 */
export function numeric(operand: JsonValue, path: Path): ScalarTest {
  if (!Array.isArray(operand)) throw refuse(path, 'numeric takes an array');
  const [operator, bound, upperOperator, upperBound] = operand;
  const one = comparison(operator, bound, path);
  if (operand.length === 2) return (value) => one.holds(unitsOf(value));

  const isRange = operand.length === 4 && LOWER.includes(operator) && UPPER.includes(upperOperator);
  if (!isRange) {
    throw refuse(path, 'numeric takes one comparison, or > or >= and then < or <=');
  }
  const other = comparison(upperOperator, upperBound, path);
  if (one.bound >= other.bound) throw refuse(path, 'the lower end of a range is below the upper');
  return (value) => {
    const units = unitsOf(value);
    return one.holds(units) && other.holds(units);
  };
}

function comparison(operator: JsonValue | undefined, operand: JsonValue | undefined, path: Path) {
  const compare = COMPARISONS.get(operator);
  if (!compare) throw refuse(path, 'numeric compares with =, <, <=, > or >=');
  if (!(operand instanceof JsonNumber)) throw refuse(path, 'numeric compares with numbers');
  const bound = unitsOf(operand);
  if (Number.isNaN(bound)) {
    const { numericMaximum: maximum } = FILTER_LIMITS;
    throw refuse(path, `numeric compares with numbers from ${-maximum} to ${maximum}`);
  }
  if (decimalsOf(operand.text) > FILTER_LIMITS.numericDecimals) {
    throw refuse(path, `numeric compares ${FILTER_LIMITS.numericDecimals} decimals at most`);
  }
  return { bound, holds: (units: number) => compare(units, bound) };
}

/** In whole units of the last digit that counts; not a number when no comparison can hold. */
function unitsOf(value: JsonValue): number {
  if (!(value instanceof JsonNumber)) return Number.NaN;
  const number = Number(value.text);
  if (Math.abs(number) > FILTER_LIMITS.numericMaximum) return Number.NaN;
  return Math.round(number * UNITS);
}

const PARTS = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** How many digits a number has to the right of the decimal point, written out. */
function decimalsOf(text: string): number {
  const [, whole = '', fraction = '', exponent = '0'] = PARTS.exec(text) ?? [];
  const digits = whole + fraction;
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return 0;
  return fraction.length - Number(exponent) - (digits.length - significant.length);
}
