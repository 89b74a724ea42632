import { isNumberText } from '../aws/number-text.ts';
import { LogError } from './log-error.ts';

/** The values that the subject of a comparison, a selector or a field's name, stands for. */
type ValuesOf = (subject: string) => readonly unknown[];

/** Whether what is asked of some values holds. */
export type Expression = (valuesOf: ValuesOf) => boolean;

export const invalidPattern = (pattern: string) =>
  new LogError('InvalidParameterException', `Invalid filter pattern: ${pattern}`);

const BLANK = /\s*/y;
const OPERATOR = /!=|>=|<=|=|>|</y;
const IS = /IS\s+(NULL|TRUE|FALSE)\b/iy;
const EXISTS = /(NOT\s+)?EXISTS\b/iy;
/** What stands right of an operator: in quotation marks, or without blanks and signs. */
const VALUE = /"((?:[^"\\]|\\.)*)"|([^\s"(){}&|=<>!,]+)/y;

const CONSTANTS: Readonly<Record<string, unknown>> = { NULL: null, TRUE: true, FALSE: false };

const COMPARE: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
};

/**
 * Reads comparisons joined by `&&`, `||` and parentheses, as both forms of structured filter
 * patterns have them; `subject` is what stands left of an operator. Throws
 * `InvalidParameterException`. Source: Amazon CloudWatch Logs user guide, "Filter pattern syntax".
 */
export function parseExpression(text: string, subject: RegExp, pattern = text): Expression {
  const reader = new ExpressionReader(text, { subject, pattern });
  const expression = reader.readAny();
  if (!reader.isAtEnd) throw invalidPattern(pattern);
  return expression;
}

/** Goes through a text from the left; each `read` leaves off behind what it read. */
class ExpressionReader {
  readonly #text: string;
  readonly #subject: RegExp;
  /** The whole of which the text is a part. */
  readonly #pattern: string;
  #at = 0;

  constructor(text: string, { subject, pattern }: { subject: RegExp; pattern: string }) {
    this.#text = text;
    this.#subject = subject;
    this.#pattern = pattern;
    this.#take(BLANK);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  readAny(): Expression {
    const parts = [this.#readAll()];
    while (this.#take(/\|\|/y)) parts.push(this.#readAll());
    return (valuesOf) => parts.some((part) => part(valuesOf));
  }

  #readAll(): Expression {
    const parts = [this.#readOne()];
    while (this.#take(/&&/y)) parts.push(this.#readOne());
    return (valuesOf) => parts.every((part) => part(valuesOf));
  }

  #readOne(): Expression {
    if (!this.#take(/\(/y)) return this.#readComparison();
    const inner = this.readAny();
    this.#need(/\)/y);
    return inner;
  }

  #readComparison(): Expression {
    const [subject] = this.#need(this.#subject);
    const [, constant] = this.#take(IS) ?? [];
    if (constant !== undefined) {
      const wanted = CONSTANTS[constant.toUpperCase()];
      return (valuesOf) => valuesOf(subject).includes(wanted);
    }
    const exists = this.#take(EXISTS);
    if (exists) return (valuesOf) => valuesOf(subject).length > 0 === (exists[1] === undefined);
    const [operator] = this.#need(OPERATOR);
    const [, phrase, word = ''] = this.#need(VALUE);
    const isWanted = comparison(operator, phrase?.replace(/\\(.)/g, '$1') ?? word);
    if (!isWanted) throw invalidPattern(this.#pattern);
    return (valuesOf) => valuesOf(subject).some(isWanted);
  }

  #need(form: RegExp): RegExpExecArray {
    const found = this.#take(form);
    if (!found) throw invalidPattern(this.#pattern);
    return found;
  }

  #take(form: RegExp): RegExpExecArray | undefined {
    form.lastIndex = this.#at;
    const found = form.exec(this.#text);
    if (!found) return undefined;
    this.#at += found[0].length;
    BLANK.lastIndex = this.#at;
    this.#at += BLANK.exec(this.#text)?.[0].length ?? 0;
    return found;
  }
}

/**
 * Two numbers are compared as such, all else as text in which `*` stands for anything. Undefined
 * when something must be a number and is none.
 */
function comparison(operator: string, wanted: string): ((value: unknown) => boolean) | undefined {
  const number = isNumberText(wanted) ? Number(wanted) : undefined;
  const compare = COMPARE[operator];
  if (compare) {
    if (number === undefined) return undefined;
    return (value) => isNumeric(value) && compare(Number(value), number);
  }
  const matches = wildcard(wanted);
  const isEqual = (value: unknown) =>
    number !== undefined && isNumeric(value) ? Number(value) === number : matches(`${value}`);
  const isWanted = (value: unknown) => isEqual(value) === (operator === '=');
  return (value) => value !== null && typeof value !== 'object' && isWanted(value);
}

const isNumeric = (value: unknown) =>
  typeof value === 'number' || (typeof value === 'string' && isNumberText(value));

/** Whether a text is what the parts between the asterisks say; takes time in proportion to it. */
function wildcard(wanted: string): (text: string) => boolean {
  const [head = '', ...rest] = wanted.split('*');
  const tail = rest.pop();
  if (tail === undefined) return (text) => text === wanted;
  return (text) => {
    if (!text.startsWith(head) || text.length < head.length + tail.length) return false;
    let at = head.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= text.length - tail.length && text.endsWith(tail);
  };
}
