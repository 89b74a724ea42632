import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../wire/aws-json.ts';
import { decodeJson } from '../../wire/json.ts';
import { putRecords } from './put-records.ts';
import type { ReadEntry } from './read-put-records.ts';

function read(text: string) {
  const found = putRecords.readJson?.(Buffer.from(text)) as { Records?: ReadEntry[] } | undefined;
  if (!found?.Records) return found;
  for (const { Data, base64 } of found.Records) {
    expect(Data && Buffer.from(Data).toString('base64')).toBe(base64);
  }
  return { ...found, Records: found.Records.map(({ base64: _text, ...entry }) => entry) };
}

/** What the usual way makes of a body; undefined when it refuses it. */
function usual(text: string) {
  try {
    return decodeJson(putRecords.input, parseJson(Buffer.from(text)));
  } catch {
    return undefined;
  }
}

const record = fc.record(
  {
    Data: fc.oneof(
      {
        weight: 9,
        arbitrary: fc
          .uint8Array({ maxLength: 40 })
          .map((bytes) => Buffer.from(bytes).toString('base64')),
      },
      { weight: 1, arbitrary: fc.string() },
    ),
    PartitionKey: fc.oneof(
      { weight: 9, arbitrary: fc.stringMatching(/^[ !#-[\]-~]*$/) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    ),
    ExplicitHashKey: fc.option(fc.nat().map(String), { freq: 9 }),
  },
  { requiredKeys: [] },
);
const request = fc.record(
  {
    StreamName: fc.stringMatching(/^[a-z-]*$/),
    StreamARN: fc.stringMatching(/^[a-z:]*$/),
    Records: fc.array(record, { maxLength: 5 }),
  },
  { requiredKeys: ['Records'] },
);
const withOther = fc
  .tuple(request, fc.option(fc.record({ Other: fc.jsonValue() }), { freq: 1 }))
  .map(([known, other]) => ({ ...known, ...other }));

test('a body of PutRecords is read as the usual way reads it, or left to it', () => {
  let plain = 0;
  fc.assert(
    fc.property(withOther, fc.constantFrom('', ' ', '\n\t'), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      const found = read(text);
      if (found === undefined) return;
      plain++;
      expect(found).toEqual(usual(text));
    }),
    { numRuns: 500 },
  );
  expect(plain).toBeGreaterThan(20);
});

test('so is a body in which something is wrong', () => {
  const change = fc.record({ at: fc.nat(), remove: fc.nat(3), add: fc.string({ maxLength: 2 }) });
  fc.assert(
    fc.property(withOther, fc.array(change, { maxLength: 3 }), (value, changes) => {
      let text = JSON.stringify(value);
      for (const { at, remove, add } of changes) {
        const place = at % (text.length + 1);
        text = text.slice(0, place) + add + text.slice(place + remove);
      }
      const found = read(text);
      if (found !== undefined) expect(found).toEqual(usual(text));
    }),
    { numRuns: 2000 },
  );
});

test('a full request is read this way', () => {
  const Records = Array.from({ length: 500 }, (_, index) => ({
    Data: Buffer.alloc(1024, index).toString('base64'),
    PartitionKey: `key ${index}`,
  }));
  const text = JSON.stringify({ Records, StreamName: 'orders' });
  expect(read(text)).toEqual(usual(text));
});

test.each([
  '',
  '[]',
  '{"Records":[{"Data":"YQ==","PartitionKey":"a\\"b"}]}',
  '{"Records":[{"Data":"YQ==","PartitionKey":"ü"}]}',
  '{"Records":[{"Data":"YR==","PartitionKey":"a"}]}',
  '{"Records":[{"Data":"Y-==","PartitionKey":"a"}]}',
  '{"Records":[]} x',
  '{"Records":[],}',
  '{"__proto__":"x","Records":[]}',
])('%s is left to the usual way', (text) => {
  expect(read(text)).toBeUndefined();
});
