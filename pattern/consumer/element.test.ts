import { expect, test } from 'vitest';
import { InvalidElementError, parseElement } from './element.ts';

const HYDROGEN = { AtomicNumber: 1, Element: 'Hydrogen', Symbol: 'H', AtomicMass: 1.008 };
const bytes = (text: string) => new TextEncoder().encode(text);
const parse = (value: unknown) => parseElement(bytes(JSON.stringify(value)));

test('an element is read', () => {
  expect(parse(HYDROGEN)).toEqual(HYDROGEN);
});

test('a mass without a fraction is a number too', () => {
  expect(parse({ ...HYDROGEN, AtomicMass: 210 }).AtomicMass).toBe(210);
});

test('fields beyond those of an element are let through', () => {
  expect(parse({ ...HYDROGEN, Discovered: 1766 })).toHaveProperty('Discovered', 1766);
});

test.each([
  [{ AtomicNumber: '1' }, 'AtomicNumber: expected a whole number, found "1"'],
  [{ AtomicNumber: 1.5 }, 'AtomicNumber: expected a whole number, found 1.5'],
  [{ AtomicNumber: undefined }, 'AtomicNumber: expected a whole number, found nothing'],
  [{ Element: null }, 'Element: expected a string, found null'],
  [{ Element: 7 }, 'Element: expected a string, found 7'],
  [{ Symbol: ['H'] }, 'Symbol: expected a string, found ["H"]'],
  [{ AtomicMass: '1.008' }, 'AtomicMass: expected a number, found "1.008"'],
  [{ AtomicMass: true }, 'AtomicMass: expected a number, found true'],
])('with %j it is refused, and the message names field, expectation and find', (bad, message) => {
  expect(() => parse({ ...HYDROGEN, ...bad })).toThrow(new InvalidElementError(message));
});

test.each([
  ['[]', 'expected an object, found []'],
  ['null', 'expected an object, found null'],
  ['"H"', 'expected an object, found "H"'],
  ['', 'expected JSON, found ""'],
  ['{"AtomicNumber":', 'expected JSON, found "{\\"AtomicNumber\\":"'],
])('%j is no element', (text, message) => {
  expect(() => parseElement(bytes(text))).toThrow(new InvalidElementError(message));
});

test('bytes that are no UTF-8 are refused, even inside a string', () => {
  const data = new Uint8Array([...bytes('{"Symbol":"'), 0xff, ...bytes('"}')]);
  expect(() => parseElement(data)).toThrow('expected JSON');
});

test('a find of any length makes a short message', () => {
  const { message } = caught(() => parse({ ...HYDROGEN, AtomicMass: 'x'.repeat(1_000_000) }));
  expect(message.length).toBeLessThan(200);
});

test('the parser says why it was no JSON', () => {
  expect(caught(() => parseElement(bytes('{')))).toHaveProperty('cause.name', 'SyntaxError');
});

function caught(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown.');
}
