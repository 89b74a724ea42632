import { expect, test } from 'vitest';
import { idOf, textOf } from './record-text.ts';

test('a text is known again only when every byte is as it was', () => {
  const text = textOf({ id: 'one.12.3', kind: 'bad', fillerBytes: 20 });
  expect(idOf(text)).toBe('one.12.3');
  expect(idOf(text.slice(0, -1))).toBeUndefined();
  expect(idOf(`${text}x`)).toBeUndefined();
  expect(idOf(text.replace('one.12.3;', 'one.12.4;'))).toBeUndefined();
  expect(idOf('')).toBeUndefined();
});
