import { isAlias, isMap, isScalar, isSeq, type Pair, Scalar, type Node as YamlNode } from 'yaml';
import { didYouMean } from './nearest-name.ts';
import { plainScalar } from './plain-scalar.ts';
import { type Position, Refusal } from './problem.ts';
import { type Entry, entriesOf, list, map, type Node, scalar, single } from './tree.ts';

/** More than CloudFormation's largest templates hold; it bounds what aliases can multiply. */
const MOST_VALUES = 100_000;

/** Short tags that stand for themselves; all others stand for `Fn::` and the tag. */
const PLAIN_TAGS = ['Ref', 'Condition'];
const FUNCTION_TAGS = [
  ...['And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'GetAtt', 'GetAZs', 'If', 'ImportValue'],
  ...['Join', 'Length', 'Not', 'Or', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform'],
];
const STRING_TAG = 'tag:yaml.org,2002:str';
const TYPED_TAG = /^tag:yaml\.org,2002:(null|bool|int|float|map|seq)$/;

/** Reads composed YAML into a tree. One reader reads one document. */
export class TreeReader {
  readonly #place: (offset: number) => Position;
  readonly #anchors = new Map<string, YamlNode>();
  #values = 0;

  constructor(place: (offset: number) => Position) {
    this.#place = place;
  }

  /** `levels` is how deep the node may still nest. Refuses what no template may hold. */
  read(node: YamlNode, levels: number): Node {
    const at = this.#at(node);
    this.#values += 1;
    if (this.#values > MOST_VALUES) {
      throw new Refusal(at, `The template has more than ${MOST_VALUES} values, aliases included.`);
    }
    if (levels < 0) throw new Refusal(at, 'The template is nested too deep here.');
    if (isAlias(node)) {
      const source = this.#anchors.get(node.source);
      if (!source) throw new Refusal(at, `There is no anchor &${node.source} before this alias.`);
      return this.read(source, levels - 1);
    }
    const content = this.#content(node, at, levels - 1);
    // An anchor counts from the end of its node, so that no alias can stand inside itself.
    if ('anchor' in node && node.anchor) this.#anchors.set(node.anchor, node);
    return this.#tagged(node.tag, content, at);
  }

  #content(node: YamlNode, at: Position, levels: number): Node {
    if (isSeq(node))
      return list(
        node.items.map((item) => this.read(item as YamlNode, levels)),
        at,
      );
    if (isMap(node)) return this.#map(node.items as Pair<YamlNode, YamlNode | null>[], at, levels);
    if (!isScalar(node)) throw new Refusal(at, 'This is no value that a template can hold.');
    const text = String(node.value ?? '');
    const plain = node.tag === undefined ? node.type === Scalar.PLAIN : TYPED_TAG.test(node.tag);
    return plain ? { ...scalar(plainScalar(text), at), source: text } : scalar(text, at);
  }

  #map(pairs: readonly Pair<YamlNode, YamlNode | null>[], at: Position, levels: number): Node {
    const entries = new Map<string, Entry>();
    const merged: Entry[] = [];
    for (const { key, value: valueNode } of pairs) {
      const keyAt = key ? this.#at(key) : at;
      const keyNode = isAlias(key) ? this.#anchors.get(key.source) : key;
      if (!isScalar(keyNode)) throw new Refusal(keyAt, 'A key must be text.');
      const name = String(keyNode.value ?? '');
      const value = valueNode ? this.read(valueNode, levels) : scalar(null, keyAt);
      if (isScalar(key) && key.anchor) this.#anchors.set(key.anchor, key);
      if (name === '<<' && keyNode.type === Scalar.PLAIN) {
        merged.push(...mergedEntries(value));
        continue;
      }
      if (entries.has(name)) throw new Refusal(keyAt, `The key ${name} is here twice.`);
      entries.set(name, { name, value, at: keyAt });
    }
    for (const entry of merged) if (!entries.has(entry.name)) entries.set(entry.name, entry);
    return map([...entries.values()], at);
  }

  #tagged(tag: string | undefined, content: Node, at: Position): Node {
    if (!tag || tag === '!' || tag === STRING_TAG || TYPED_TAG.test(tag)) return content;
    const name = tag.replace(/^!/, '');
    if (PLAIN_TAGS.includes(name)) return single(name, content, at);
    if (FUNCTION_TAGS.includes(name)) return single(`Fn::${name}`, content, at);
    const names = [...PLAIN_TAGS, ...FUNCTION_TAGS].map((known) => `!${known}`);
    throw new Refusal(at, `CloudFormation has no tag ${tag}.${didYouMean(tag, names)}`);
  }

  #at(node: YamlNode): Position {
    return this.#place(node.range?.[0] ?? 0);
  }
}

/** What `<<: *defaults` adds; earlier maps of a list win (YAML 1.1 merge keys). */
function mergedEntries(value: Node): Entry[] {
  const sources = value.kind === 'list' ? value.items : [value];
  const entries = new Map<string, Entry>();
  for (const entry of sources.flatMap((source) => entriesOf(source, 'What << merges'))) {
    if (!entries.has(entry.name)) entries.set(entry.name, entry);
  }
  return [...entries.values()];
}
