import { invalidPattern, parseExpression } from './log-filter-expression.ts';

/** `$.a.b`, `$.list[0]`, `$.*`, `$.list[*].name`, `$.['a name']`. */
const SELECTOR = /\$(?:\.[\w-]+|\.\*|\[\d+\]|\[\*\]|\.?\['[^']*'\])+/y;
const STEP = /\.([\w-]+)|(\.\*|\[\*\])|\[(\d+)\]|\.?\['([^']*)'\]/g;
/** Source: CloudWatch Logs user guide: one pattern may have three wildcard selectors. */
const MOST_WILDCARDS = 3;

/** One step into a value: what it leads to, if it leads anywhere. */
type Step = (value: unknown) => readonly unknown[];

/**
 * Reads a filter pattern for JSON log events: `{ $.level = "ERROR" && $.count > 3 }`. A message that
 * is no JSON object does not match. Throws `InvalidParameterException`.
 */
export function parseJsonPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (!text.endsWith('}')) throw invalidPattern(pattern);
  const inner = text.slice(1, -1);
  if (inner.split(/\.\*|\[\*\]/).length - 1 > MOST_WILDCARDS) throw invalidPattern(pattern);
  const expression = parseExpression(inner, SELECTOR, pattern);
  const steps = new Map<string, Step[]>();
  return (message) => {
    const event = readObject(message);
    if (event === undefined) return false;
    return expression((selector) => {
      const way = steps.get(selector) ?? stepsOf(selector);
      steps.set(selector, way);
      return way.reduce<readonly unknown[]>((values, step) => values.flatMap(step), [event]);
    });
  };
}

function stepsOf(selector: string): Step[] {
  return [...selector.matchAll(STEP)].map(([, name, every, index, quoted]) => {
    if (every === '[*]') return (value) => (Array.isArray(value) ? value : []);
    if (every) return (value) => (isObject(value) ? Object.values(value) : []);
    const key = name ?? quoted ?? '';
    if (index === undefined) {
      return (value) => (isObject(value) && Object.hasOwn(value, key) ? [value[key]] : []);
    }
    const at = Number(index);
    return (value) => (Array.isArray(value) && at < value.length ? [value[at]] : []);
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readObject(message: string): unknown {
  // Most messages are none; to find that out by a thrown error is slow.
  if (!/^\s*\{/.test(message)) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
