/** A chemical element, as the producers describe it. */
export interface Element {
  /** A whole number. */
  readonly AtomicNumber: number;
  readonly Element: string;
  readonly Symbol: string;
  readonly AtomicMass: number;
}

/** What a field must be: how to say it, and how to tell. */
interface Expectation {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

const WHOLE_NUMBER: Expectation = { expected: 'a whole number', holds: Number.isInteger };
const NUMBER: Expectation = { expected: 'a number', holds: (value) => typeof value === 'number' };
const TEXT: Expectation = { expected: 'a string', holds: (value) => typeof value === 'string' };

const FIELDS: Readonly<Record<keyof Element, Expectation>> = {
  AtomicNumber: WHOLE_NUMBER,
  Element: TEXT,
  Symbol: TEXT,
  AtomicMass: NUMBER,
};

/** The data of a record is not what the producers agreed on; the message says in which respect. */
export class InvalidElementError extends Error {
  override readonly name = 'InvalidElementError';
}

/**
 * Reads the data of a record: JSON text, in UTF-8, of an element. Fields beyond those of an element
 * are let through, so that producers can add some before consumers know them.
 *
 * @throws InvalidElementError when it is anything else.
 */
export function parseElement(data: Uint8Array): Element {
  const value = parseJson(data);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidElementError(`expected an object, found ${show(value)}`);
  }
  const fields = value as Record<string, unknown>;
  for (const [name, { expected, holds }] of Object.entries(FIELDS)) {
    const found = fields[name];
    if (holds(found)) continue;
    throw new InvalidElementError(`${name}: expected ${expected}, found ${show(found)}`);
  }
  return value as Element;
}

function parseJson(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data));
  } catch (cause) {
    const found = show(Buffer.from(data).toString('utf8'));
    throw new InvalidElementError(`expected JSON, found ${found}`, { cause });
  }
}

/** The value as JSON, so that the string "9.01" and the number 9.01 differ; cut when it is long. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
