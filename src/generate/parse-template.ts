import { GenerateError } from './generate-error.ts';

/** A `{{name(arguments)}}` of a template. */
export interface Placeholder {
  readonly name: string;
  readonly args: readonly unknown[];
  /** Where its `{{` stands in the text, to name it in messages. */
  readonly offset: number;
}

/** A template in its order: text that stands as it is, and what is put in for each record. */
export type Part = string | Placeholder;

const NAME = /\s*([A-Za-z]\w*(?:\.\w+)*)\s*/y;
const END = /\s*\}\}/y;
/** Beyond it a record could not be put anyway (Kinesis API reference: 10 MiB). */
const MOST_CHARACTERS = 1024 * 1024;

/**
 * Reads a template in the form of the Kinesis Data Generator: text with `{{name}}` and
 * `{{name(arguments)}}` in it, the arguments in JSON, or one bare text. Nothing is evaluated.
 *
 * @throws GenerateError `TemplateInvalid`, with line and column
 */
export function parseTemplate(text: string): Part[] {
  if (text.length > MOST_CHARACTERS) throw invalid('A template has at most 1 MiB of text.');
  const parts: Part[] = [];
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('{{', at);
    if (open !== at) parts.push(text.slice(at, open === -1 ? undefined : open));
    if (open === -1) break;
    const { placeholder, end } = readPlaceholder(text, open);
    parts.push(placeholder);
    at = end;
  }
  return parts;
}

/** The error for something wrong at an offset of a template. */
export function templateError(text: string, offset: number, what: string): GenerateError {
  const before = text.slice(0, offset).split('\n');
  return invalid(`Line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${what}`);
}

function readPlaceholder(text: string, open: number): { placeholder: Placeholder; end: number } {
  const fail = (what: string) => templateError(text, open, what);
  NAME.lastIndex = open + 2;
  const [whole, name] = NAME.exec(text) ?? [];
  if (whole === undefined || name === undefined) {
    throw fail('after {{ comes the name of a function, such as random.number.');
  }
  let at = open + 2 + whole.length;
  let args: readonly unknown[] = [];
  if (text[at] === '(') {
    const close = closingParenthesis(text, at);
    if (close === undefined) throw fail(`the ( of ${name} is never closed.`);
    args = readArguments(text.slice(at + 1, close), (why) => fail(`${name}: ${why}`));
    at = close + 1;
  }
  END.lastIndex = at;
  const end = END.exec(text);
  if (!end) throw fail(`{{${name} is not closed by }}.`);
  return { placeholder: { name, args, offset: open }, end: at + end[0].length };
}

/** The parenthesis that belongs to the one at `open`; those inside of JSON texts do not count. */
function closingParenthesis(text: string, open: number): number | undefined {
  let depth = 0;
  let inText = false;
  for (let at = open; at < text.length; at++) {
    const character = text[at];
    if (inText && character === '\\') at++;
    else if (character === '"') inText = !inText;
    else if (inText) continue;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at;
  }
  return undefined;
}

/** As faker.js reads them: JSON, and what is no JSON is one text, such as `YYYY-MM-DD`. */
function readArguments(text: string, fail: (why: string) => GenerateError): unknown[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  try {
    return JSON.parse(`[${trimmed}]`) as unknown[];
  } catch {
    if (!/^["'`[{]/.test(trimmed)) return [trimmed];
    throw fail('its arguments are not JSON (texts and names stand in double quotes).');
  }
}

const invalid = (message: string) => new GenerateError('TemplateInvalid', message);
