import { ownOf } from '../../aws/own.ts';
import { JsonNumber, type JsonScalar, type JsonValue } from './json-text.ts';
import { numeric } from './numeric.ts';
import type { ScalarTest } from './pattern.ts';
import { type Path, refuse } from './refuse.ts';

/** A rule for a field: a test of its values, or that it has none. */
export type Rule = ScalarTest | 'absent';

type Operator = (operand: JsonValue, path: Path) => Rule;

/**
 * The operators that the Lambda developer guide lists ("Filter rule syntax"), and `prefix` and
 * `suffix` without regard to case, which the EventBridge user guide has for pipes: the same
 * pollers, with the same filters.
 */
const OPERATORS: Readonly<Record<string, Operator>> = {
  exists: (operand, path) => {
    if (typeof operand !== 'boolean') throw refuse(path, 'exists takes true or false');
    return operand ? () => true : 'absent';
  },
  prefix: (operand, path) => affix('prefix', operand, path),
  suffix: (operand, path) => affix('suffix', operand, path),
  'equals-ignore-case': (operand, path) => {
    const wanted = text('equals-ignore-case', operand, path).toLowerCase();
    return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
  },
  'anything-but': anythingBut,
  numeric,
};

/**
 * What EventBridge has for event buses, but neither the Lambda developer guide for event source
 * mappings nor the EventBridge user guide for pipes.
 */
const ONLY_FOR_EVENT_BUSES = ['wildcard', 'cidr'];

/** Words that are no field names right inside `$or`: there they make it a plain field. */
export const OPERATOR_NAMES: readonly string[] = [
  ...Object.keys(OPERATORS),
  ...ONLY_FOR_EVENT_BUSES,
];

/** Compiles one element of the array at the end of a path. */
export function compileRule(element: JsonValue, path: Path): Rule {
  if (Array.isArray(element)) throw refuse(path, 'an array inside an array is not a rule');
  if (!(element instanceof Map)) return equals(element as JsonScalar);

  const [[name, operand] = [], ...more] = element as ReadonlyMap<string, JsonValue>;
  if (name === undefined || operand === undefined || more.length > 0) {
    throw refuse(path, 'a rule has exactly one operator');
  }
  if (ONLY_FOR_EVENT_BUSES.includes(name)) {
    throw refuse(path, `the operator ${name} does not run here`);
  }
  const operator = ownOf(OPERATORS, name);
  if (!operator) throw refuse(path, `there is no operator ${name}`);
  return operator(operand, path);
}

/** Numbers are equal when they are written alike (Lambda developer guide). */
function equals(wanted: JsonScalar): ScalarTest {
  if (!(wanted instanceof JsonNumber)) return (value) => value === wanted;
  return (value) => value instanceof JsonNumber && value.text === wanted.text;
}

/** Matches every value but those named, null and booleans included (observed on AWS). */
function anythingBut(operand: JsonValue, path: Path): ScalarTest {
  if (operand instanceof Map) {
    const [inner] = operand.keys();
    throw refuse(path, `anything-but ${inner} does not run here`);
  }
  const unwanted: JsonValue[] = Array.isArray(operand) ? operand : [operand as JsonScalar];
  const ofOneKind =
    unwanted.every((value) => typeof value === 'string') ||
    unwanted.every((value) => value instanceof JsonNumber);
  if (unwanted.length === 0 || !ofOneKind) {
    throw refuse(path, 'anything-but takes strings or numbers, and not both');
  }
  const tests = unwanted.map((value) => equals(value as JsonScalar));
  return (value) => !tests.some((isUnwanted) => isUnwanted(value));
}

function affix(kind: 'prefix' | 'suffix', operand: JsonValue, path: Path): ScalarTest {
  const ignoresCase = operand instanceof Map;
  const affix = ignoresCase ? ignoringCase(kind, operand, path) : text(kind, operand, path);
  return (value) => {
    if (typeof value !== 'string') return false;
    const subject = ignoresCase ? value.toLowerCase() : value;
    return kind === 'prefix' ? subject.startsWith(affix) : subject.endsWith(affix);
  };
}

function ignoringCase(kind: string, operand: ReadonlyMap<string, JsonValue>, path: Path): string {
  const inner = operand.get('equals-ignore-case');
  if (operand.size !== 1 || inner === undefined) {
    throw refuse(path, `${kind} takes a string or {"equals-ignore-case": string}`);
  }
  return text(kind, inner, path).toLowerCase();
}

function text(name: string, operand: JsonValue, path: Path): string {
  if (typeof operand !== 'string') throw refuse(path, `${name} takes a string`);
  return operand;
}
