import { LogError } from './log-error.ts';

/** Tells whether a message matches. */
export type Matches = (message: string) => boolean;

/** A sign, then a quoted phrase or a word. */
const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s?-]\S*))/gy;
const BLANK = /\s*/y;

const UNSUPPORTED: readonly (readonly [RegExp, string])[] = [
  [/^\s*\{/, 'JSON selectors such as { $.x = "y" }'],
  [/^\s*\[/, 'patterns for space-delimited events such as [a, b]'],
  [/%[^%\s]*%/, 'regular expressions such as %error%'],
];

const invalid = (text: string) => new LogError('InvalidParameterException', text);

interface Terms {
  /** All of these must be there, */
  readonly required: string[];
  /** or, when there are none, at least one of these, */
  readonly optional: string[];
  /** and none of these. */
  readonly excluded: string[];
}

/**
 * Reads a filter pattern for unstructured log events: terms, "phrases", ?one ?or ?another, -not.
 * Terms are case-sensitive. An empty pattern matches everything. Throws
 * `InvalidParameterException` for the other kinds of pattern, which are not supported here.
 * Source: Amazon CloudWatch Logs user guide, "Filter pattern syntax".
 */
export function parseFilterPattern(pattern: string): Matches {
  for (const [form, name] of UNSUPPORTED) {
    if (form.test(pattern)) {
      throw invalid(`Invalid filter pattern: ${name} are not supported here.`);
    }
  }
  const { required, optional, excluded } = readTerms(pattern);
  return (message) =>
    required.every((term) => message.includes(term)) &&
    (required.length > 0 ||
      optional.length === 0 ||
      optional.some((term) => message.includes(term))) &&
    !excluded.some((term) => message.includes(term));
}

function readTerms(pattern: string): Terms {
  const terms: Terms = { required: [], optional: [], excluded: [] };
  const kinds: Record<string, string[]> = {
    '': terms.required,
    '?': terms.optional,
    '-': terms.excluded,
  };
  const text = pattern.trim();
  for (let at = 0; at < text.length; ) {
    TERM.lastIndex = at;
    const [found, sign = '', phrase, word] = TERM.exec(text) ?? [];
    const term = phrase === undefined ? word : phrase.replace(/\\(.)/g, '$1');
    if (!found || !term || word?.includes('"')) throw invalid(`Invalid filter pattern: ${pattern}`);
    kinds[sign]?.push(term);
    BLANK.lastIndex = at + found.length;
    at += found.length + (BLANK.exec(text)?.[0].length ?? 0);
  }
  return terms;
}
