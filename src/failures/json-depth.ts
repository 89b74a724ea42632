/** Deeper than anything that people or AWS write; JSON.stringify bears some thousands. */
const MOST_LEVELS = 200;

const TOKENS = /"(?:[^"\\]|\\.)*"|[[\]{}]/gs;

/**
 * Whether a text of JSON is nested so deeply that it could be parsed, but not be written again:
 * whoever may send a message or put a record can make one.
 */
export function isTooDeep(text: string): boolean {
  let level = 0;
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '[' || token === '{') level += 1;
    else if (token === ']' || token === '}') level -= 1;
    if (level > MOST_LEVELS) return true;
  }
  return false;
}
