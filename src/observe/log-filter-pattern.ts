import { LogError } from './log-error.ts';
import { parseFieldsPattern } from './log-fields-pattern.ts';
import { parseJsonPattern } from './log-json-pattern.ts';

/** Tells whether a message matches. */
export type Matches = (message: string) => boolean;

/** A sign, then a quoted phrase or a word. */
const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s?-]\S*))/gy;
const BLANK = /\s*/y;

const invalid = (text: string) => new LogError('InvalidParameterException', text);

interface Terms {
  /** All of these must be there, */
  readonly required: string[];
  /** or, when there are none, at least one of these, */
  readonly optional: string[];
  /** and none of these. */
  readonly excluded: string[];
}

/** A regular expression between percent signs. */
const REGULAR_EXPRESSION = /%[^%\s]*%/;

/**
 * Reads a filter pattern: one for JSON events in braces, one for space-delimited events in brackets,
 * or terms: words, "phrases", ?one ?or ?another, -not. Terms are case-sensitive. An empty pattern
 * matches everything. Throws `InvalidParameterException`, for regular expressions too, which are
 * not supported here.
 * Source: Amazon CloudWatch Logs user guide, "Filter pattern syntax".
 */
export function parseFilterPattern(pattern: string): Matches {
  if (REGULAR_EXPRESSION.test(pattern)) {
    const text = 'regular expressions such as %error% are not supported here.';
    throw invalid(`Invalid filter pattern: ${text}`);
  }
  if (/^\s*\{/.test(pattern)) return parseJsonPattern(pattern);
  if (/^\s*\[/.test(pattern)) return parseFieldsPattern(pattern);
  return parseTerms(pattern);
}

function parseTerms(pattern: string): Matches {
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
