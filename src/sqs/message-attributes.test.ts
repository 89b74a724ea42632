import { expect, test } from 'vitest';
import { md5OfAttributes, selectAttributes } from './message-attributes.ts';

const text = (stringValue: string) => ({ dataType: 'String', stringValue });

// The checksums in this file were recorded on AWS.
const ATTRIBUTES = { Hello: text('There'), General: text('Kenobi'), 'Help.Me': text('Me') };

test.each([
  [['All'], '4c360f3fdafd970e05fae2f149d997f5'],
  [['.*'], '4c360f3fdafd970e05fae2f149d997f5'],
  [['Hello', 'General'], 'fca026605781cb4126a1e9044df24232'],
  [['Hello', 'Foo'], 'a311262e065454b75da111d535b8dacd'],
  [['Hel.*'], '83fee93c1bcd8b9a5a923ffacdc636c7'],
  [['Foo'], undefined],
  [['AWS.', '..foo'], undefined],
  [[], undefined],
])('asking for %j selects what AWS selects, with its checksum', (wanted, md5) => {
  expect(md5OfAttributes(selectAttributes(ATTRIBUTES, wanted))).toBe(md5);
});

test('bytes count as binary in the checksum', () => {
  const trace = 'traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01';
  const attributes = { attr1: { dataType: 'Binary', binaryValue: Buffer.from(trace) } };
  expect(md5OfAttributes(attributes)).toBe('8cbe4db156db8a94db8b801b7addb984');
});

test('a message without attributes has no checksum of them', () => {
  expect(md5OfAttributes(undefined)).toBeUndefined();
  expect(md5OfAttributes({})).toBeUndefined();
});
