import { FILTER_LIMITS } from './filter-limits.ts';

/** A number as it was written: filters compare 300, 300.0 and 3.0e2 as different. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type JsonScalar = string | JsonNumber | boolean | null;
/** Objects are maps, so that no key, `__proto__` included, means anything to JavaScript. */
export type JsonObject = ReadonlyMap<string, JsonValue>;
export type JsonValue = JsonScalar | JsonValue[] | JsonObject;

/** The text is not JSON. */
export class JsonTextError extends Error {
  override readonly name = 'JsonTextError';
}

/**
 * Reads strict JSON (RFC 8259) and keeps how numbers were written, which `JSON.parse` cannot do.
 * Of duplicate keys the last one wins, as the Lambda developer guide says of patterns. Throws
 * `JsonTextError` for all else, and for what is nested deeper than `FILTER_LIMITS.jsonDepth`.
 */
export function parseJsonText(text: string): JsonValue {
  return new JsonReader(text).document();
}

const BLANK = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const KEYWORDS: readonly (readonly [string, JsonScalar])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonValue {
    const value = this.#value();
    if (this.#next() !== '') throw this.#unexpected();
    return value;
  }

  #value(): JsonValue {
    const first = this.#next();
    if (first === '"') return this.#string();
    if (first === '{' || first === '[') return this.#nested(first);
    const keyword = this.#keyword();
    return keyword === undefined ? this.#number() : keyword;
  }

  #nested(opening: '{' | '['): JsonValue {
    this.#depth += 1;
    if (this.#depth > FILTER_LIMITS.jsonDepth) throw new JsonTextError('It is nested too deeply.');
    const value = opening === '{' ? this.#object() : this.#array();
    this.#depth -= 1;
    return value;
  }

  #object(): JsonObject {
    const members = new Map<string, JsonValue>();
    for (let go = this.#open('}'); go; go = this.#another('}')) {
      if (this.#next() !== '"') throw this.#unexpected();
      const key = this.#string();
      this.#take(':');
      members.set(key, this.#value());
    }
    return members;
  }

  #array(): JsonValue[] {
    const elements: JsonValue[] = [];
    for (let go = this.#open(']'); go; go = this.#another(']')) elements.push(this.#value());
    return elements;
  }

  /** Past the opening bracket; whether anything is inside. */
  #open(close: string): boolean {
    this.#at += 1;
    const empty = this.#next() === close;
    if (empty) this.#at += 1;
    return !empty;
  }

  /** Past a comma or the closing bracket; whether it was a comma. */
  #another(close: string): boolean {
    const next = this.#next();
    if (next !== ',' && next !== close) throw this.#unexpected();
    this.#at += 1;
    return next === ',';
  }

  #string(): string {
    const start = this.#at;
    let escaped = false;
    for (let at = start + 1; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        return escaped ? this.#unescape(start, at + 1) : this.#text.slice(start + 1, at);
      }
      if (code < FIRST_PRINTABLE) break;
      if (code !== BACKSLASH) continue;
      escaped = true;
      at += 1;
    }
    throw new JsonTextError(`The string at character ${start + 1} does not end.`);
  }

  #unescape(start: number, end: number): string {
    try {
      return JSON.parse(this.#text.slice(start, end)) as string;
    } catch (cause) {
      throw new JsonTextError(`The string at character ${start + 1} has a bad escape.`, { cause });
    }
  }

  #keyword(): JsonScalar | undefined {
    const found = KEYWORDS.find(([word]) => this.#text.startsWith(word, this.#at));
    if (found) this.#at += found[0].length;
    return found?.[1];
  }

  #number(): JsonNumber {
    NUMBER.lastIndex = this.#at;
    const text = NUMBER.exec(this.#text)?.[0];
    if (text === undefined) throw this.#unexpected();
    this.#at += text.length;
    return new JsonNumber(text);
  }

  #take(sign: string): void {
    if (this.#next() !== sign) throw this.#unexpected();
    this.#at += 1;
  }

  /** The next character that is not blank; empty at the end. */
  #next(): string {
    BLANK.lastIndex = this.#at;
    this.#at += BLANK.exec(this.#text)?.[0].length ?? 0;
    return this.#text.charAt(this.#at);
  }

  #unexpected(): JsonTextError {
    const character = this.#text.charAt(this.#at);
    const what = character === '' ? 'The text ends too early' : `Unexpected ${character}`;
    return new JsonTextError(`${what} at character ${this.#at + 1}.`);
  }
}
