import { scanJson } from './json-scan.ts';

/** Deeper than anything that people or AWS write; JSON.stringify bears some thousands. */
const MOST_LEVELS = 200;

/** By how much a character changes the level: brackets and braces. */
const STEPS: ReadonlyMap<number, 1 | -1> = new Map([
  [0x5b, 1],
  [0x7b, 1],
  [0x5d, -1],
  [0x7d, -1],
]);

/**
 * Whether a text of JSON is nested so deeply that it could be parsed, but not be written again:
 * whoever may send a message or put a record can make one.
 */
export function isTooDeep(text: string): boolean {
  let level = 0;
  scanJson(text, (character) => {
    level += STEPS.get(character) ?? 0;
    return level > MOST_LEVELS;
  });
  return level > MOST_LEVELS;
}
