import type { Constraints, Shape } from '../../src/wire/shape.ts';
import type { Chance } from './chance.ts';

const ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/a';
/** Texts that fit many patterns: something has to be found by a name, and found again. */
const PLAIN = [
  ...['a', 'b-1', 'stream', 'queue', 'queue.fifo', '1', '0', '123456789012', 'us-east-1'],
  ...[
    'shardId-000000000000',
    'shardId-000000000001',
    'LATEST',
    'TRIM_HORIZON',
    '/a/b',
    'AWS/Lambda',
  ],
  ...['http://localhost/000000000000/queue', ARN, `${ARN}/consumer/a:1`, '2026-01-31T00:00:00Z'],
  ...['arn:aws:sns:us-east-1:000000000000:a', 'arn:aws:sqs:us-east-1:000000000000:queue'],
  ...['arn:aws:lambda:us-east-1:000000000000:function:a', '$LATEST', 'All', 'String', '{}', '[]'],
];
/** Texts that something may stumble over. */
const ODD = [
  ...['', ' ', '\u0000', '\ud800', '\udfff\ud800', '💥', 'ä', '\u202e', '\ufeff', '\r\nx: y', '\t'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '..',
    '../../etc/passwd',
    '%00',
    '%',
    '%zz',
    '<a>&amp;',
  ],
  ...['-1', '1e999', 'NaN', '0x10', '9'.repeat(40), 'null', 'undefined', '*', '?', '(', '[', '\\'],
  ...['a'.repeat(300), 'é'.repeat(2000), '((((((((((a*)*)*)*)*)*)*)*)*)*!', '/'.repeat(50)],
];
const NUMBERS = [
  ...[0, -0, -1, 1, 2, 10, 300, 1000, 2 ** 31, -(2 ** 31), 2 ** 53, -(2 ** 53), 1e308, -1e308],
  ...[0.5, 1e-9, 253402300800, 8.64e15, -8.64e15],
];

/** What was seen in answers, by the names of members: iterators, handles, URLs, ARNs. */
export type Seen = ReadonlyMap<string, readonly string[]>;

/** Makes values of shapes, right or wrong. Blobs and times are still to be encoded. */
export class Values {
  readonly #chance: Chance;
  readonly #seen: Seen;
  /** How probable a member is that need not be there. */
  readonly #optional: number;

  constructor(chance: Chance, seen: Seen) {
    this.#optional = chance.pick([0, 0.1, 0.1, 0.4]);
    this.#chance = chance;
    this.#seen = seen;
  }

  /** A value for a member; `wrongness` is how probable it is that a part is not as it should be. */
  of(name: string, shape: Shape, wrongness: number): unknown {
    const chance = this.#chance;
    if (chance.is(wrongness)) return this.wrong();
    switch (shape.type) {
      case 'structure': {
        const members = Object.entries(shape.members).filter(([key, member]) =>
          member.required
            ? !chance.is(wrongness)
            : chance.is(this.#isWanted(key) ? 0.8 : this.#optional),
        );
        const pairs = members.map(([key, member]) => [key, this.of(key, member, wrongness)]);
        return Object.fromEntries(pairs);
      }
      case 'list':
        return Array.from({ length: this.#length(shape, wrongness) }, () =>
          this.of(name.replace(/s$/, ''), shape.member, wrongness),
        );
      case 'map': {
        const length = this.#length(shape, wrongness);
        const keys = Array.from({ length }, () => this.#text(name, shape.key, wrongness));
        return Object.fromEntries(keys.map((key) => [key, this.of(name, shape.value, wrongness)]));
      }
      case 'integer':
      case 'double':
        return this.#number(shape, wrongness);
      case 'boolean':
        return chance.is(0.5);
      case 'timestamp':
        return chance.is(0.5) ? 1_700_000_000 + chance.below(1e6) : chance.pick(NUMBERS);
      case 'blob':
        return chance.bytes(chance.is(0.05) ? 5000 : 40);
      default:
        return this.#text(name, shape, wrongness);
    }
  }

  /** Much asks for one of several members, whatever its shape says: best for one with a good value. */
  #isWanted(name: string): boolean {
    return this.#seen.has(name) && name !== 'NextToken';
  }

  /** A value of any type. */
  wrong(depth = 0): unknown {
    const chance = this.#chance;
    const inner = () => (depth > 3 ? null : this.wrong(depth + 1));
    return chance.pick<() => unknown>([
      () => null,
      () => chance.is(0.5),
      () => chance.pick(NUMBERS),
      () => chance.pick(ODD),
      () => Array.from({ length: chance.below(4) }, inner),
      () => Object.fromEntries([[chance.pick(ODD), inner()]]),
      () => deep(chance.pick([10, 100, 2000])),
      () => chance.bytes(20).toString('base64'),
    ])();
  }

  #text(name: string, shape: Shape, wrongness: number): string {
    const chance = this.#chance;
    const { enum: values, pattern, min = 0, max = Number.POSITIVE_INFINITY } = shape as Constraints;
    if (chance.is(wrongness)) return chance.pick(ODD);
    if (values) return chance.pick(values);
    const seen = this.#seen.get(name) ?? [];
    if (seen.length > 0 && chance.is(0.7)) return chance.pick(seen);
    const expression = pattern === undefined ? undefined : safeExpression(pattern);
    const fits = PLAIN.filter(
      (text) => text.length >= min && text.length <= max && (expression?.test(text) ?? true),
    );
    return fits.length > 0 ? chance.pick(fits) : 'a'.repeat(Math.min(Math.max(1, min), 2000));
  }

  #number(shape: Shape, wrongness: number): number {
    const { min = 0, max = min + 100 } = shape as Constraints;
    if (this.#chance.is(wrongness)) return this.#chance.pick(NUMBERS);
    return min + this.#chance.below(Math.min(max - min, 100) + 1);
  }

  #length(shape: Shape, wrongness: number): number {
    const { min = 0, max = 5 } = shape as Constraints;
    if (this.#chance.is(wrongness)) return this.#chance.pick([0, max + 1, 30]) % 1100;
    return min + this.#chance.below(Math.min(max - min, 4) + 1);
  }
}

function deep(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

function safeExpression(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return undefined;
  }
}
