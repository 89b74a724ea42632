import { JsonNumber, type JsonScalar, type JsonValue } from './json-text.ts';
import type { FieldRules, Fields, PatternNode } from './pattern.ts';
import { NOT_JSON } from './record-document.ts';

/**
 * How a pattern matches a value. Event Ruler, AWS's own matcher, takes a field inside an array
 * for absent only when nothing that has been matched so far has it; so whether a match rests on
 * a value or on the absence of all has to be known where an array is.
 */
const NO = 0;
const BY_ABSENCE = 1;
const BY_VALUE = 2;
type Match = typeof NO | typeof BY_ABSENCE | typeof BY_VALUE;

/** Something with fields: an object of JSON, or a whole record. */
interface HasFields {
  get(name: string): JsonValue | typeof NOT_JSON | undefined;
}

/** Whether a record, or an object, matches a compiled pattern. */
export function matchesPattern(pattern: Fields, document: HasFields): boolean {
  return matchFields(pattern, document) !== NO;
}

function matchFields({ fields, or }: Fields, object: HasFields): Match {
  let match: Match = BY_ABSENCE;
  for (const [name, pattern] of fields) {
    const one = matchNode(pattern, object.get(name));
    if (one === NO) return NO;
    if (one === BY_VALUE) match = BY_VALUE;
  }
  const alternative = or ? bestOf(or, object) : BY_ABSENCE;
  return alternative === BY_ABSENCE ? match : alternative;
}

function bestOf(alternatives: readonly Fields[], object: HasFields): Match {
  let best: Match = NO;
  for (const alternative of alternatives) {
    const one = matchFields(alternative, object);
    if (one === BY_VALUE) return one;
    if (one === BY_ABSENCE) best = one;
  }
  return best;
}

function matchNode(pattern: PatternNode, value: JsonValue | typeof NOT_JSON | undefined): Match {
  if (value === NOT_JSON) return NO;
  if (pattern.type === 'rules') return matchRules(pattern, value);
  if (value instanceof Map) return matchFields(pattern, value);
  // Fields that match in different elements of one array are no match ("JSON Array Matching" in
  // the README of Event Ruler): one element has to satisfy the whole object of the pattern.
  const inOneElement = elementsOf(value).some(
    (element) => element instanceof Map && matchFields(pattern, element) === BY_VALUE,
  );
  if (inOneElement) return BY_VALUE;
  return holdsByAbsence(pattern, value) ? BY_ABSENCE : NO;
}

/** An array matches when any of its elements does (EventBridge user guide, "Arrays"). */
function matchRules({ tests, mayBeAbsent }: FieldRules, value: JsonValue | undefined): Match {
  const scalars = scalarsOf(value);
  if (scalars.some((scalar) => tests.some((test) => test(scalar)))) return BY_VALUE;
  return mayBeAbsent && scalars.length === 0 ? BY_ABSENCE : NO;
}

/** Whether a pattern holds because no element of `value` has any of its fields. */
function holdsByAbsence(pattern: PatternNode, value: JsonValue | undefined): boolean {
  if (pattern.type === 'rules') return pattern.mayBeAbsent && scalarsOf(value).length === 0;
  const { fields, or } = pattern;
  return (
    fields.every(([name, field]) => holdsByAbsence(field, fieldOfAll(value, name))) &&
    (!or || or.some((branch) => holdsByAbsence(branch, value)))
  );
}

function fieldOfAll(value: JsonValue | undefined, name: string): JsonValue[] {
  return elementsOf(value).flatMap((element) => {
    const field = element instanceof Map ? element.get(name) : undefined;
    return field === undefined ? [] : [field];
  });
}

/** The leaves that are right here. An object is none, nor is an empty array (observed on AWS). */
function scalarsOf(value: JsonValue | undefined): readonly JsonScalar[] {
  return elementsOf(value).filter(isScalar);
}

/** Arrays in arrays are one array to a pattern; what is no array is an array of one. */
function elementsOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return [];
  return Array.isArray(value)
    ? ((value as unknown[]).flat(Number.POSITIVE_INFINITY) as JsonValue[])
    : [value];
}

function isScalar(value: JsonValue): value is JsonScalar {
  return value === null || typeof value !== 'object' || value instanceof JsonNumber;
}
