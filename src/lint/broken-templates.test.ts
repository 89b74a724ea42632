import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixTemplate } from './fix-template.ts';
import { findingsIn, folderOf } from './linting.suite.ts';

const folder = new URL('templates/', import.meta.url);
const TEMPLATES = [
  ...readdirSync(folder).map((rule) => new URL(`${rule}/fails.yaml`, folder)),
  new URL('../../pattern/template.yaml', import.meta.url),
].map((url) => readFileSync(url, 'utf8'));

/** What stands in for a value: everything that a template can hold where it should not. */
const VALUES = ['', '[]', '{}', '[[]]', '5', '-1', 'yes', '!Ref X', '{Ref: [1]}', '!Sub [a, {}]'];

const brokenTemplate = fc
  .record({
    text: fc.constantFrom(...TEMPLATES),
    removed: fc.array(fc.nat(120), { maxLength: 3 }),
    replaced: fc.array(fc.tuple(fc.nat(120), fc.constantFrom(...VALUES)), { maxLength: 4 }),
  })
  .map(({ text, removed, replaced }) => {
    const lines = text.split('\n');
    for (const [index, value] of replaced) {
      const line = lines[index % lines.length]!;
      lines[index % lines.length] = line
        .replace(/: .*$/, `: ${value}`)
        .replace(/- .*$/, `- ${value}`);
    }
    return lines
      .filter((_, index) => !removed.some((one) => one % lines.length === index))
      .join('\n');
  });

test('no template, however broken, is a reason to fail', () => {
  fc.assert(
    fc.property(brokenTemplate, (text) => {
      expect(() => findingsIn(text)).not.toThrow();
    }),
    { numRuns: 300 },
  );
});

test('what is mended stays a template, and mending it again changes nothing', () => {
  fc.assert(
    fc.property(brokenTemplate, (text) => {
      const options = { surroundings: folderOf() };
      const fixed = fixTemplate(text, 'template.yaml', options);
      const isReadable = findingsIn(text, 'unreadable-template').length === 0;
      if (!isReadable) expect(fixed).toBe(text);
      if (isReadable) expect(findingsIn(fixed, 'unreadable-template')).toEqual([]);
      expect(fixTemplate(fixed, 'template.yaml', options)).toBe(fixed);
    }),
    { numRuns: 150 },
  );
});

const MAPPING = `
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {EventSourceArn: !Ref Consumer, FunctionName: !Ref Alias, StartingPosition: LATEST}`;

test.each([
  [
    'resources that refer to themselves',
    `Resources:
  Consumer: {Type: AWS::Kinesis::StreamConsumer, Properties: {StreamARN: !Ref Consumer}}
  Alias: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Alias}}${MAPPING}`,
  ],
  [
    'destinations of strange types',
    `Resources:
  Consumer: {Type: AWS::Kinesis::Stream}
  Alias: {Type: AWS::Lambda::Function}
  Odd: {Type: constructor}${MAPPING.replace('LATEST', 'LATEST, DestinationConfig: {OnFailure: {Destination: !GetAtt Odd.Arn}}')}`,
  ],
])('%s are no reason to fail', (_, text) => {
  expect(() => findingsIn(text)).not.toThrow();
});
