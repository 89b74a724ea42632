import { membersOf } from './members.ts';
import { scalarToText } from './scalar-text.ts';
import type { Shape, StructureShape } from './shape.ts';

/** An element with content that is XML already, or with text that is escaped first. */
export function element(name: string, content: string, form: 'xml' | 'escape' = 'xml'): string {
  return `<${name}>${form === 'escape' ? escapeXml(content) : content}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#xD;',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get into XML
const SPECIAL = /[&<>"'\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu;

/** Text as it may stand in XML; what XML cannot hold, lone surrogates too, becomes U+FFFD. */
function escapeXml(text: string): string {
  return text.replace(SPECIAL, (character) => ESCAPES[character] ?? '\ufffd');
}

/** The members of a structure as elements, in the order of the shape; absent ones are left out. */
export function writeMembers(shape: StructureShape, values: Record<string, unknown>): string {
  let xml = '';
  for (const member of membersOf(shape)) {
    const value = values[member.name];
    if (value !== undefined && value !== null)
      xml += writeElement(member.shape.as ?? member.name, member.shape, value);
  }
  return xml;
}

function writeElement(name: string, shape: Shape, value: unknown): string {
  switch (shape.type) {
    case 'structure':
      return element(name, writeMembers(shape, value as Record<string, unknown>));
    case 'list': {
      const itemName = shape.flattened ? name : (shape.member.as ?? 'member');
      const items = (value as readonly unknown[]).map((item) =>
        writeElement(itemName, shape.member, item),
      );
      return shape.flattened ? items.join('') : element(name, items.join(''));
    }
    case 'map': {
      const { flattened, keyAs = 'key', valueAs = 'value' } = shape;
      const entries = Object.entries(value as object).map(([key, item]) => {
        const halves = element(keyAs, key, 'escape') + writeElement(valueAs, shape.value, item);
        return element(flattened ? name : 'entry', halves);
      });
      return flattened ? entries.join('') : element(name, entries.join(''));
    }
    default:
      return element(name, scalarToText(shape, value), 'escape');
  }
}
