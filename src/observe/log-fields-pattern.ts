import { type Expression, invalidPattern, parseExpression } from './log-filter-expression.ts';

/** What stands between commas; a comma in quotation marks parts nothing. */
const ITEM = /(?:"(?:[^"\\]|\\.)*"|[^",])+/g;
const NAME = /[A-Za-z_][\w-]*/y;
const ONLY_NAME = /^[A-Za-z_][\w-]*$/;
const BLANK = /\s*/y;
const WORD = /\S*/y;
/** What ends a field that begins so. */
const CLOSING: Readonly<Record<string, string>> = { '[': ']', '"': '"' };
const REST = '...';

/**
 * Reads a filter pattern for space-delimited log events: `[ip, user, status = 4*, bytes > 1000]`;
 * `...` stands for any number of fields. Without it, an event must have as many fields as the
 * pattern. Throws `InvalidParameterException`.
 */
export function parseFieldsPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (!text.endsWith(']')) throw invalidPattern(pattern);
  const inner = text.slice(1, -1);
  const items = (inner.match(ITEM) ?? []).map((item) => item.trim());
  const rest = items.indexOf(REST);
  if (items.length !== commasOf(inner) + 1 || items.lastIndexOf(REST) !== rest) {
    throw invalidPattern(pattern);
  }
  const conditions = items.map((item) => (item === REST ? undefined : conditionOf(item, pattern)));
  return (message) => {
    const fields = fieldsOf(message);
    const missing = fields.length - items.length;
    if (rest < 0 ? missing !== 0 : missing < -1) return false;
    return conditions.every((condition, index) => {
      const field = fields[rest >= 0 && index > rest ? index + missing : index];
      return !condition || condition(() => [field]);
    });
  };
}

/**
 * The fields of an event: `[in brackets]`, `"in quotation marks"`, or words. In time in proportion to
 * it: whatever is not closed is looked for once.
 */
function fieldsOf(message: string): string[] {
  const fields: string[] = [];
  const missing = new Set<string>();
  const skip = (form: RegExp, from: number) => {
    form.lastIndex = from;
    return from + (form.exec(message)?.[0].length ?? 0);
  };
  for (let start = skip(BLANK, 0); start < message.length; ) {
    const closing = CLOSING[message.charAt(start)];
    const isOpen = closing !== undefined && !missing.has(closing);
    const end = isOpen ? message.indexOf(closing, start + 1) : -1;
    if (isOpen && end < 0) missing.add(closing);
    const behind = end < 0 ? skip(WORD, start) : end + 1;
    fields.push(end < 0 ? message.slice(start, behind) : message.slice(start + 1, end));
    start = skip(BLANK, behind);
  }
  return fields;
}

const commasOf = (inner: string) => inner.replace(/"(?:[^"\\]|\\.)*"/g, '').split(',').length - 1;

/** A field that is only named may be anything. All comparisons of an item are of its own field. */
function conditionOf(item: string, pattern: string): Expression {
  if (ONLY_NAME.test(item)) return () => true;
  if (item === '') throw invalidPattern(pattern);
  return parseExpression(item, NAME, pattern);
}
