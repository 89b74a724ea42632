import { expect, test } from 'vitest';
import { integer, list, string, structure } from './shape.ts';
import { decodeXml, parseXml } from './xml-reader.ts';

const shape = structure({
  Quiet: string(),
  Objects: list(structure({ Key: string(), Size: integer() }), { as: 'Object', flattened: true }),
  Names: list(string()),
});
const read = (text: string) => decodeXml(shape, parseXml(text));

test('a document is read by its shape, whatever else stands in it', () => {
  const text = `<?xml version="1.0" encoding="UTF-8"?>
    <!-- <Quiet>no</Quiet> -->
    <d:Delete xmlns:d="http://x/" a='>'>
      <Object><Key>a &lt;&#98;&#x1F600;&amp;amp;</Key><Size>1</Size></Object>
      <Other/><d:Object ><Key><![CDATA[<c>&amp;]]></Key></d:Object >
      <Names><member>x</member><item>y</item></Names>
      <Quiet/>
    </d:Delete>
  `;
  expect(read(text)).toEqual({
    Objects: [{ Key: 'a <b😀&amp;', Size: 1 }, { Key: '<c>&amp;' }],
    Names: ['x', 'y'],
    Quiet: '',
  });
});

test.each([
  '',
  'text',
  '<a>',
  '</a>',
  '<a></b>',
  '<a/><b/>',
  '<a/>b',
  '<a b=c/>',
  '<a>&unknown;</a>',
  '<a>&constructor;</a>',
  '<a>&</a>',
  '<a>&#0;</a>',
  '<a>&#xD800;</a>',
  '<a>&#x110000;</a>',
  '<!DOCTYPE a [<!ENTITY e "e">]><a>&e;</a>',
  '<?xml',
  '<!--',
  '<a'.repeat(10_000),
  '<a>'.repeat(40),
  `<a${' '.repeat(100_000)}`,
  `<a>${'x'.repeat(2 ** 21)}</a>`,
])('%j is refused (%#)', (text) => {
  expect(() => parseXml(text)).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
});
