import { AwsError } from '../aws/aws-error.ts';
import { allConstraints, brokenConstraints } from './constraints.ts';
import { membersOf } from './members.ts';
import type { ListShape, MapShape, Shape, StructureShape } from './shape.ts';
import { shownValue } from './shown-value.ts';

/** AWS names no more than this many violations in one answer (observed for Kinesis). */
const MOST_VIOLATIONS = 10;
const NOT_NULL = 'Member must not be null';

/** The violations so far, and where in the input the check stands. */
interface Check {
  readonly texts: string[];
  readonly path: (string | number)[];
  /** All constraints of the elements of a list, as one text. */
  readonly ofElements: (shape: Shape) => string;
}

/** How a service words what it finds, where it differs from others. */
export interface ValidationWords {
  /** The code of the error; `ValidationException` unless given. */
  readonly code?: string | undefined;
  /** Whether the constraints of a list's elements end with that none may be null. */
  readonly namesNullOfElements?: boolean | undefined;
}

/**
 * Checks an input that was read by its shape.
 *
 * @throws AwsError `ValidationException`, unless the service has another code for it, that names what is wrong in AWS's words: `1 validation
 *   error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be
 *   null` (observed on AWS for Kinesis, DynamoDB, Athena and Lambda).
 */
export function validate(
  shape: StructureShape,
  value: unknown,
  { code = 'ValidationException', ...words }: ValidationWords = {},
): void {
  const texts = violations(shape, value, words);
  if (texts.length === 0) return;
  const count = `${texts.length} validation error${texts.length > 1 ? 's' : ''} detected`;
  throw new AwsError(code, `${count}: ${texts.join('; ')}`);
}

/** What breaks the constraints of the shape, at most ten texts, in the order of the shape. */
export function violations(
  shape: StructureShape,
  value: unknown,
  { namesNullOfElements = false }: ValidationWords = {},
): string[] {
  const ofElements = (element: Shape) =>
    allConstraints(element, namesNullOfElements ? [NOT_NULL] : []);
  const check: Check = { texts: [], path: [], ofElements };
  checkStructure(shape, value as Record<string, unknown>, check);
  return check.texts;
}

function checkStructure(
  structure: StructureShape,
  items: Record<string, unknown>,
  check: Check,
): void {
  for (const member of membersOf(structure)) {
    const item = items[member.name];
    if (item === undefined && !member.required) continue;
    check.path.push(member.pathName);
    checkValue(member.shape, item, check);
    check.path.pop();
  }
}

function checkValue(shape: Shape, value: unknown, check: Check): void {
  if (value === undefined || value === null) {
    report(shape, null, NOT_NULL, check);
    return;
  }
  if (shape.type === 'structure') {
    checkStructure(shape, value as Record<string, unknown>, check);
    return;
  }
  for (const broken of brokenConstraints(shape, value)) report(shape, value, broken, check);
  if (shape.type === 'list') checkList(shape, value as unknown[], check);
  if (shape.type === 'map') checkMap(shape, value as Record<string, unknown>, check);
}

/** Broken constraints of scalar elements are told together, of others one by one. */
function checkList(shape: ListShape, items: readonly unknown[], check: Check): void {
  const { member } = shape;
  const apart = isScalar(member) ? [...items.entries()].filter(isMissing) : items.entries();
  checkEach(member, apart, check);
  if (isScalar(member) && items.some((item) => isBroken(member, item)))
    report(shape, items, `Member must satisfy constraint: ${check.ofElements(member)}`, check);
}

function checkMap(shape: MapShape, items: Record<string, unknown>, check: Check): void {
  const { key, value } = shape;
  const entries = Object.entries(items);
  if (entries.some(([name]) => isBroken(key, name)))
    report(shape, items, `Map keys must satisfy constraint: ${allConstraints(key)}`, check);
  checkEach(value, isScalar(value) ? entries.filter(isMissing) : entries, check);
  if (isScalar(value) && entries.some(([, item]) => isBroken(value, item)))
    report(shape, items, `Map value must satisfy constraint: ${allConstraints(value)}`, check);
}

const isScalar = ({ type }: Shape) => type !== 'structure' && type !== 'list' && type !== 'map';
const isMissing = ([, item]: readonly [unknown, unknown]) => item === undefined || item === null;
const isBroken = (shape: Shape, item: unknown) =>
  item !== undefined && item !== null && brokenConstraints(shape, item).length > 0;

/** Checks elements one by one; their paths read `records.1.member`, counted from one. */
function checkEach(
  shape: Shape,
  items: Iterable<readonly [key: string | number, item: unknown]>,
  check: Check,
): void {
  for (const [key, item] of items) {
    if (check.texts.length >= MOST_VIOLATIONS) return;
    check.path.push(typeof key === 'number' ? key + 1 : key, 'member');
    checkValue(shape, item, check);
    check.path.length -= 2;
  }
}

function report(shape: Shape, value: unknown, constraint: string, check: Check): void {
  if (check.texts.length >= MOST_VIOLATIONS) return;
  const where = `Value ${shownValue(shape, value)} at '${check.path.join('.')}'`;
  check.texts.push(`${where} failed to satisfy constraint: ${constraint}`);
}
