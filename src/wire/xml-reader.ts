import { AwsError } from '../aws/aws-error.ts';
import { membersOf } from './members.ts';
import { scalarFromText } from './scalar-text.ts';
import type { Shape } from './shape.ts';

/** An element of XML; attributes and namespaces mean nothing in AWS's requests. */
export interface XmlElement {
  readonly name: string;
  readonly children: XmlElement[];
  /** All text directly inside of it. */
  text: string;
}

/** More than any request that AWS's clients make; the rest is only memory. */
const MOST_CHARACTERS = 2 * 1024 * 1024;
const MOST_DEPTH = 32;

/** What a document is made of, one thing behind the other. */
const TOKEN = new RegExp(
  [
    /<\?.*?\?>/, // a declaration
    /<!--.*?-->/, // a comment
    /<!\[CDATA\[(.*?)\]\]>/, // raw text
    /<\/([^\s<>]+)\s*>/, // the end of an element
    /<([^\s<>/!?]+)(?:\s+[^\s<>=/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>/, // its start
    /([^<]+)/, // text
  ]
    .map(({ source }) => source)
    .join('|'),
  'sy',
);

/**
 * Reads the outermost element of an XML document. Document types are refused, so that nothing
 * refers to anything and a text is never longer than it was sent.
 *
 * @param name what the element has to be called, if anything
 * @throws AwsError `MalformedXML`
 */
export function parseXml(text: string, name?: string): XmlElement {
  if (text.length > MOST_CHARACTERS) throw malformed();
  const document: XmlElement = { name: '', children: [], text: '' };
  const open = [document];
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    if (!token) throw malformed();
    const [, raw, end, start, isEmpty, plain] = token;
    const current = open.at(-1)!;
    if (raw !== undefined) current.text += raw;
    if (plain !== undefined) current.text += unescaped(plain);
    if (start !== undefined) {
      const element: XmlElement = { name: localName(start), children: [], text: '' };
      current.children.push(element);
      if (isEmpty === '') open.push(element);
    }
    if (end !== undefined && open.pop()?.name !== localName(end)) throw malformed();
    if (open.length === 0 || open.length > MOST_DEPTH) throw malformed();
  }
  const [root] = document.children;
  if (!root || open.length > 1 || document.children.length > 1 || document.text.trim() !== '')
    throw malformed();
  if (name !== undefined && root.name !== name) throw malformed();
  return root;
}

/**
 * The value of an element as its shape says. Unknown elements are ignored.
 *
 * @throws AwsError `SerializationException` when a text does not fit its type
 */
export function decodeXml(shape: Shape, element: XmlElement): unknown {
  if (shape.type === 'list') {
    const { member } = shape;
    return element.children.map((child) => decodeXml(member, child));
  }
  if (shape.type !== 'structure') return scalarFromText(shape, element.text);
  const result: Record<string, unknown> = {};
  for (const member of membersOf(shape)) {
    const name = member.shape.as ?? member.name;
    const found = element.children.filter((child) => child.name === name);
    const [first] = found;
    if (!first) continue;
    result[member.name] =
      member.shape.type === 'list' && member.shape.flattened
        ? decodeXml(member.shape, { name, children: found, text: '' })
        : decodeXml(member.shape, first);
  }
  return result;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Text with the five entities of XML and the numbers of characters put in. */
function unescaped(text: string): string {
  return text.replace(/&([^;&]{0,12};?)/g, (_, reference: string) => {
    const name = reference.slice(0, -1);
    const code = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}));$/i.exec(reference);
    if (code) return character(Number.parseInt(code[1] ?? code[2]!, code[1] ? 16 : 10));
    if (!reference.endsWith(';') || !Object.hasOwn(ENTITIES, name)) throw malformed();
    return ENTITIES[name]!;
  });
}

function character(code: number): string {
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw malformed();
  return String.fromCodePoint(code);
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

/** The text is S3's own. */
const malformed = () =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
