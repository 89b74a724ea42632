import { isMap, isScalar, isSeq, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import type { Change } from './rule.ts';

/** A piece of a text that is replaced: `[start, end)`, in characters. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The smallest edits of a template that make the changes, no two of which are of one property:
 * values are replaced, and properties added behind the last one of their map. Comments and layout
 * stay. A change of something that is not written out (an alias, an intrinsic function, a map that
 * is not there) is left out.
 */
export function editsFor(text: string, changes: readonly Change[]): Edit[] {
  const document = parseDocument(text, {
    schema: 'failsafe',
    logLevel: 'silent',
    uniqueKeys: false,
  });
  if (document.errors.length > 0) return [];
  // Where several maps end on one line, the innermost has to come first.
  const inward = [...changes].sort((a, b) => b.path.length - a.path.length);
  const edits = inward.flatMap((change) => {
    const node = document.getIn(change.path, true);
    if (isMap(node)) return editOf(text, node as Written, change);
    return parentOf(text, document.getIn(change.path.slice(0, -1), true), change);
  });
  return edits.sort((a, b) => a.start - b.start);
}

/** The text with the edits made; those at one place are made in their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, text: inserted } of edits) {
    result += text.slice(done, start) + inserted;
    done = end;
  }
  return result + text.slice(done);
}

type Written = YAMLMap<Scalar<string>, unknown>;

function editOf(text: string, map: Written, change: Change): Edit[] {
  const own = map.items.find(({ key }) => isScalar(key) && key.value === change.key);
  if (own) return replaced(text, own, { change, inFlowMap: map.flow === true });
  const last = map.items.at(-1);
  if (!last || map.items.some(({ key }) => isScalar(key) && key.value === '<<')) return [];
  return map.flow ? inFlow(text, map, last, change) : inBlock(text, map, last, change);
}

function replaced(
  text: string,
  pair: Pair<Scalar<string>, unknown>,
  { change, inFlowMap }: { change: Change; inFlowMap: boolean },
): Edit[] {
  const { value } = pair;
  const isPlain = (isScalar(value) && !value.anchor) || (isSeq(value) && value.flow);
  const tag = (value as { tag?: string } | null)?.tag;
  if (!isPlain || tag?.startsWith('!') || !value.range) return [];
  const [start, end] = value.range;
  if (start === end) return behindColon(text, pair.key, valueText(change.value, false));
  const written = valueText(change.value, inFlowMap && isQuoted(pair.key));
  return [{ start, end, text: written }];
}

/** A value for a key that has none: `Key:` ends anywhere, so its colon is the place to go by. */
function behindColon(text: string, key: Scalar<string>, written: string): Edit[] {
  const end = key.range![1];
  const colon = /^[ \t]*:[ \t]*/.exec(text.slice(end, end + 100))?.[0];
  if (colon === undefined) return [];
  const isLast = /^(?:[\r\n]|$)/.test(text.slice(end + colon.length, end + colon.length + 1));
  const stop = end + colon.length;
  return [
    { start: end + colon.trimEnd().length, end: stop, text: ` ${written}${isLast ? '' : ' '}` },
  ];
}

/** A resource that has no Properties yet gets them, in block style. */
function parentOf(text: string, node: unknown, change: Change): Edit[] {
  const key = change.path.at(-1);
  if (!isMap(node) || node.flow || key !== 'Properties') return [];
  const map = node as Written;
  const last = map.items.at(-1);
  if (!last || map.items.some((pair) => isScalar(pair.key) && pair.key.value === key)) return [];
  const indent = columnOf(text, map.items[0]!.key.range![0]);
  const step = Math.max(2, indent - indentBefore(text, map.items[0]!.key.range![0], indent));
  const line = `${change.key}: ${valueText(change.value, false)}`;
  return [lineAfter(text, last, indent, [`${key}:`, ' '.repeat(step) + line])];
}

function inBlock(
  text: string,
  map: Written,
  last: Pair<Scalar<string>, unknown>,
  change: Change,
): Edit[] {
  const key = map.items[0]?.key.range?.[0];
  if (key === undefined) return [];
  const name = isQuoted(last.key) ? JSON.stringify(change.key) : change.key;
  const line = `${name}: ${valueText(change.value, false)}`;
  return [lineAfter(text, last, columnOf(text, key), [line])];
}

/** Adds lines behind the line on which a pair ends, whatever comment stands at its end. */
function lineAfter(
  text: string,
  last: Pair<Scalar<string>, unknown>,
  indent: number,
  lines: readonly string[],
): Edit {
  const range = (last.value as Scalar | null)?.range ?? last.key.range!;
  const isEmpty = range[0] === range[1];
  let end = isEmpty ? last.key.range![1] : range[1];
  while (end > 0 && /\s/.test(text[end - 1]!)) end -= 1;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const next = text.indexOf('\n', end);
  const added = lines.map((line) => ' '.repeat(indent) + line).join(newline);
  if (next === -1) return { start: text.length, end: text.length, text: newline + added };
  return { start: next + 1, end: next + 1, text: added + newline };
}

/** `{ A: 1 }` becomes `{ A: 1, B: 2 }`; over several lines, as in JSON, a line is added. */
function inFlow(
  text: string,
  map: Written,
  last: Pair<Scalar<string>, unknown>,
  change: Change,
): Edit[] {
  const range = (last.value as Scalar | null)?.range ?? last.key.range;
  if (!range || !map.range) return [];
  const key = last.key.range![0];
  const quoted = isQuoted(last.key);
  const name = quoted ? JSON.stringify(change.key) : change.key;
  const before = text.slice(text.lastIndexOf('\n', key - 1) + 1, key);
  const isOwnLine = before.trim() === '' && text.slice(map.range[0], key).includes('\n');
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = isOwnLine ? newline + before : ' ';
  const end = range[1];
  return [{ start: end, end, text: `,${gap}${name}: ${valueText(change.value, quoted)}` }];
}

function valueText(value: Change['value'], quoted: boolean): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted ? JSON.stringify(value) : value;
  return `[${value.map((item) => valueText(item, quoted)).join(', ')}]`;
}

const isQuoted = (key: Scalar<string>) => key.type === 'QUOTE_DOUBLE';

const columnOf = (text: string, offset: number) =>
  offset - (text.lastIndexOf('\n', offset - 1) + 1);

/** The indent of the nearest line above that is less far in. */
function indentBefore(text: string, offset: number, indent: number): number {
  const rows = text
    .slice(0, offset - indent)
    .split('\n')
    .reverse();
  const row = rows.find((line) => line.trim() !== '' && line.search(/[^\s]/) < indent);
  return row === undefined ? 0 : row.search(/[^\s]/);
}
