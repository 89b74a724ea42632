import { type Expression, invalidPattern, parseExpression } from './log-filter-expression.ts';

/** What stands between commas; a comma in quotation marks parts nothing. */
const ITEM = /(?:"(?:[^"\\]|\\.)*"|[^",])+/g;
const NAME = /[A-Za-z_][\w-]*/y;
const ONLY_NAME = /^[A-Za-z_][\w-]*$/;
/** A field of an event: `[in brackets]`, `"in quotation marks"`, or a word. */
const FIELD = /\[([^\]]*)\]|"([^"]*)"|(\S+)/g;
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
    const fields = [...message.matchAll(FIELD)].map(([, list, text, word]) => list ?? text ?? word);
    const missing = fields.length - items.length;
    if (rest < 0 ? missing !== 0 : missing < -1) return false;
    return conditions.every((condition, index) => {
      const field = fields[rest >= 0 && index > rest ? index + missing : index];
      return !condition || condition(() => [field]);
    });
  };
}

const commasOf = (inner: string) => inner.replace(/"(?:[^"\\]|\\.)*"/g, '').split(',').length - 1;

/** A field that is only named may be anything. All comparisons of an item are of its own field. */
function conditionOf(item: string, pattern: string): Expression {
  if (ONLY_NAME.test(item)) return () => true;
  if (item === '') throw invalidPattern(pattern);
  return parseExpression(item, NAME, pattern);
}
