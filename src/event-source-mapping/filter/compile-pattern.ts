import { FilterPatternError } from './filter-pattern-error.ts';
import { type JsonObject, JsonTextError, type JsonValue, parseJsonText } from './json-text.ts';
import { compileRule, OPERATOR_NAMES } from './operators.ts';
import type { FieldRules, Fields, PatternNode } from './pattern.ts';
import { NOT_KNOWN_HERE } from './record-document.ts';
import { type Path, refuse } from './refuse.ts';

/**
 * Compiles the text of one filter pattern. Throws `FilterPatternError` for what Lambda refuses:
 * text that is not a JSON object, a field that is neither an object nor an array, empty ones,
 * unknown operators, and operands of a wrong kind.
 */
export function compilePattern(pattern: string): Fields {
  const value = read(pattern);
  if (!(value instanceof Map)) throw refuse([], 'a filter pattern is a JSON object');
  return compileFields(value, []);
}

function read(pattern: string): JsonValue {
  try {
    return parseJsonText(pattern);
  } catch (cause) {
    if (!(cause instanceof JsonTextError)) throw cause;
    throw new FilterPatternError(`a filter pattern is JSON. ${cause.message}`, { cause });
  }
}

function compileFields(object: JsonObject, path: Path): Fields {
  if (object.size === 0) throw refuse(path, 'an empty object matches nothing');
  const alternatives = alternativesOf(object.get('$or'));
  const or = alternatives?.map((branch) => compileFields(branch, path));
  const fields = [...object]
    .filter(([name]) => !(or && name === '$or'))
    .map(([name, value]) => [name, compileField(name, value, path)] as const);
  return { type: 'fields', fields, ...(or && { or }) };
}

/**
 * `$or` is a field like any other unless it holds at least two objects, none of which has an
 * operator for a field (README of AWS's Event Ruler).
 */
function alternativesOf(value: JsonValue | undefined): readonly JsonObject[] | undefined {
  if (!Array.isArray(value) || value.length < 2) return undefined;
  const objects = value.filter((branch): branch is Map<string, JsonValue> => branch instanceof Map);
  const areFields = objects.every((branch) => !OPERATOR_NAMES.some((name) => branch.has(name)));
  return objects.length === value.length && areFields ? objects : undefined;
}

function compileField(name: string, value: JsonValue, parent: Path): PatternNode {
  const path = [...parent, name];
  const isOfRecord = parent.length === 0;
  if (isOfRecord && name === 'data' && !(value instanceof Map)) {
    throw refuse(path, 'the pattern for data is a JSON object');
  }
  if (isOfRecord && NOT_KNOWN_HERE.includes(name)) {
    throw refuse(path, 'filtering on this metadata is not supported; filter on data');
  }
  if (value instanceof Map) return compileFields(value, path);
  if (!Array.isArray(value)) throw refuse(path, 'a field takes an object or an array');
  return compileRules(value, path);
}

function compileRules(elements: readonly JsonValue[], path: Path): FieldRules {
  if (elements.length === 0) throw refuse(path, 'an empty array matches nothing');
  const rules = elements.map((element) => compileRule(element, path));
  return {
    type: 'rules',
    tests: rules.filter((rule) => rule !== 'absent'),
    mayBeAbsent: rules.includes('absent'),
  };
}
