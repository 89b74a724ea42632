import { membersOf } from './members.ts';
import type { Shape } from './shape.ts';

/**
 * How long a value may be shown. AWS echoes the whole value; an answer as large as the request
 * helps nobody.
 */
const MOST_CHARACTERS = 4096;

/** A value as AWS's validation texts show it: Java's own text for it, in quotes. */
export function shownValue(shape: Shape, value: unknown): string {
  if (value === undefined || value === null) return 'null';
  const text = javaText(shape, value);
  return text.length > MOST_CHARACTERS ? `'${text.slice(0, MOST_CHARACTERS)}...'` : `'${text}'`;
}

function javaText(shape: Shape, value: unknown): string {
  if (value === undefined || value === null) return 'null';
  switch (shape.type) {
    case 'blob': {
      const { length } = value as Uint8Array;
      return `java.nio.HeapByteBuffer[pos=0 lim=${length} cap=${length}]`;
    }
    case 'list':
      return `[${javaTexts(value as unknown[], (item) => javaText(shape.member, item))}]`;
    case 'map': {
      const entries = Object.entries(value as object);
      return `{${javaTexts(entries, ([key, item]) => `${key}=${javaText(shape.value, item)}`)}}`;
    }
    case 'structure': {
      const items = value as Record<string, unknown>;
      const present = membersOf(shape).filter(({ name }) => items[name] !== undefined);
      return `{${javaTexts(present, (m) => `${m.pathName}=${javaText(m.shape, items[m.name])}`)}}`;
    }
    default:
      return String(value);
  }
}

/** Joins the texts of some items, and stops once nothing more of them would be shown. */
function javaTexts<Item>(items: readonly Item[], textOf: (item: Item) => string): string {
  let text = '';
  for (const item of items) {
    if (text.length > MOST_CHARACTERS) break;
    text += text === '' ? textOf(item) : `, ${textOf(item)}`;
  }
  return text;
}
