import type { Key } from './store.ts';

const INTEGER_DIGITS = 14;

/**
 * A text that sorts, by its UTF-16 units, as the key itself must: integers before strings, integers
 * by value, strings by their UTF-8 bytes, and a key before the longer ones that begin with it.
 */
export function sortKey(key: Key): string {
  return key.map(sortElement).join('');
}

function sortElement(element: string | number): string {
  if (typeof element === 'string') {
    if (element.includes('\0')) throw new TypeError('A key must not contain U+0000.');
    return `s${Buffer.from(element, 'utf8').toString('latin1')}\0`;
  }
  if (!Number.isSafeInteger(element) || element < 0) {
    throw new TypeError(`A number in a key must be a non-negative safe integer, not ${element}.`);
  }
  return `i${element.toString(16).padStart(INTEGER_DIGITS, '0')}`;
}
