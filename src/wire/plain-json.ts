const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const LAST_ASCII = 0x7f;
/** Space, tab, line feed and carriage return. */
const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Thrown inside, where a text is not as plain as it must be. */
const NOT_PLAIN = Symbol('not plain');

/**
 * Walks over JSON text in bytes without making values of it, as long as it is plain: objects, arrays
 * and ASCII strings without escapes. Large bodies mostly are; `read` answers undefined for others,
 * and for what is no JSON, which then is for the usual way to read or to refuse.
 */
export class PlainJson {
  readonly #bytes: Buffer;
  #at = 0;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** What `take` makes of the whole text, or undefined when it is not plain. */
  static read<T>(body: Uint8Array, take: (json: PlainJson) => T): T | undefined {
    const json = new PlainJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    try {
      const value = take(json);
      json.#skipSpace();
      return json.#at === json.#bytes.length ? value : undefined;
    } catch (error) {
      if (error === NOT_PLAIN) return undefined;
      throw error;
    }
  }

  /** Whatever else makes a text one that must be read the usual way. */
  giveUp(): never {
    throw NOT_PLAIN;
  }

  /** Calls `member` with the name of each member; it must read the value. */
  object(member: (name: string) => void): void {
    this.#expect('{');
    if (this.#isNext('}')) return;
    do {
      const name = this.string();
      this.#expect(':');
      member(name);
    } while (this.#isNext(','));
    this.#expect('}');
  }

  /** Calls `element` for each element; it must read it. */
  array(element: () => void): void {
    this.#expect('[');
    if (this.#isNext(']')) return;
    do {
      element();
    } while (this.#isNext(','));
    this.#expect(']');
  }

  /** A string of printable ASCII. */
  string(): string {
    this.#expect('"');
    const start = this.#at;
    for (let at = start; at < this.#bytes.length; at++) {
      const byte = this.#bytes[at] as number;
      if (byte === QUOTE) {
        this.#at = at + 1;
        return this.#bytes.toString('latin1', start, at);
      }
      if (byte === BACKSLASH || byte < FIRST_PRINTABLE || byte > LAST_ASCII) break;
    }
    return this.giveUp();
  }

  /** What stands up to the next quote, unchecked: the caller must refuse what is not plain in it. */
  uncheckedString(): string {
    this.#expect('"');
    const start = this.#at;
    const end = this.#bytes.indexOf(QUOTE, start);
    if (end === -1) this.giveUp();
    this.#at = end + 1;
    return this.#bytes.toString('latin1', start, end);
  }

  #expect(sign: string): void {
    if (!this.#isNext(sign)) this.giveUp();
  }

  /** Whether `sign` comes next; passes it then. */
  #isNext(sign: string): boolean {
    this.#skipSpace();
    if (this.#bytes[this.#at] !== sign.charCodeAt(0)) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    while (isSpace(this.#bytes[this.#at] as number)) this.#at++;
  }
}
