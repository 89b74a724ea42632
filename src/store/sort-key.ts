import type { NameRange } from './sorted-map.ts';
import type { Key, Range } from './store.ts';
import { StoreError } from './store-error.ts';

const INTEGER_DIGITS = 14;
/** Begins the text of an integer, and that of a string; stands before it in the order. */
const INTEGER = 'i';
const STRING = 's';
const END_OF_STRING = '\0';

/** Sorts after every sort key that begins as the prefix before it does. */
const AFTER_ALL = '\u{ff}';

/**
 * A text that sorts, by its units, as the key itself must: integers before strings, integers by
 * value, strings by their UTF-8 bytes, and a key before the longer ones that begin with it. Every
 * unit stands for one byte, so that the text and its bytes have one order.
 *
 * @throws StoreError UnfitKey for a text with U+0000 in it
 */
export function sortKey(key: Key): string {
  let text = '';
  for (const element of key) text += sortElement(element);
  return text;
}

/** The longest name that LMDB takes is a little longer. */
const LONGEST_KEY = 1900;

/** The sort key of what is to be kept. @throws StoreError UnfitKey */
export function keepableKey(key: Key): string {
  const text = sortKey(key);
  if (text.length <= LONGEST_KEY) return text;
  const message = `A name, with all that it belongs to, must not be longer than ${LONGEST_KEY} bytes.`;
  throw new StoreError('UnfitKey', message);
}

/** The key that a sort key was made of. */
export function keyOf(text: string): Key {
  const key: (string | number)[] = [];
  for (let at = 0; at < text.length; ) {
    if (text[at] === INTEGER) {
      key.push(Number.parseInt(text.slice(at + 1, at + 1 + INTEGER_DIGITS), 16));
      at += 1 + INTEGER_DIGITS;
    } else {
      const end = text.indexOf(END_OF_STRING, at);
      key.push(Buffer.from(text.slice(at + 1, end), 'latin1').toString('utf8'));
      at = end + 1;
    }
  }
  return key;
}

function sortElement(element: string | number): string {
  if (typeof element === 'string') {
    if (element.includes(END_OF_STRING))
      throw new StoreError('UnfitKey', 'A name must not contain U+0000.');
    return STRING + bytesAsUnits(element) + END_OF_STRING;
  }
  if (!Number.isSafeInteger(element) || element < 0) {
    throw new TypeError(`A number in a key must be a non-negative safe integer, not ${element}.`);
  }
  return INTEGER + element.toString(16).padStart(INTEGER_DIGITS, '0');
}

function bytesAsUnits(text: string): string {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x7f) return Buffer.from(text, 'utf8').toString('latin1');
  }
  return text;
}

/** The sort keys that a range of keys stands for. */
export function namesOf({ prefix, from, to, reverse = false }: Range): NameRange {
  return {
    from: sortKey(from ?? prefix),
    to: to ? sortKey(to) : sortKey(prefix) + AFTER_ALL,
    reverse,
  };
}
