/** A key of an object that is written, in JavaScript or Python: `batchItemFailures:`, `,` or `}`. */
const WRITTEN_KEY = /(?:\bbatchItemFailures\s*[:,}]|["']batchItemFailures["']\s*:)/;
/** What the Powertools libraries make the answer with. */
const BY_LIBRARY =
  /\breturn\s+(?:await\s+)?(?:processPartialResponse\w*|process_partial_response)\s*\(/;
/** Types only describe: `interface X { batchItemFailures: … }`. */
const TYPES = /\b(?:interface\s+\w+|type\s+\w+\s*=)[^{;]{0,200}\{[^}]{0,5000}\}/g;
const COMMENTS = /\/\*[\s\S]*?\*\/|(^|[^:'"`\\])\/\/[^\n]*|^\s*#[^\n]*/gm;

/**
 * Whether the code of a handler makes an answer with `batchItemFailures`. It errs on the side of no:
 * the word has to stand as a key outside comments and types, and something has to be returned.
 */
export function returnsItemFailures(text: string): boolean {
  const code = text.replaceAll(COMMENTS, '$1').replaceAll(TYPES, '');
  if (BY_LIBRARY.test(code)) return true;
  return WRITTEN_KEY.test(code) && /\breturn\b|=>\s*\(\{/.test(code);
}
