import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits, editsFor } from './edit-template.ts';
import { fixTemplate } from './fix-template.ts';
import { findingsIn, folderOf, mappingWith } from './linting.suite.ts';
import { RULES } from './rules.ts';

const options = { surroundings: folderOf() };
const PATH = ['Resources', 'Mapping', 'Properties'];
const folder = new URL('templates/', import.meta.url);
const templates = readdirSync(folder).map((rule) =>
  readFileSync(new URL(`${rule}/fails.yaml`, folder), 'utf8'),
);

test('comments and layout stay, and properties are added behind the last one', () => {
  const text = `# top
Resources:
    Mapping:   # a mapping
        Type: AWS::Lambda::EventSourceMapping
        Properties:
            # where from
            EventSourceArn:   arn:aws:kinesis:eu-west-1:123456789012:stream/orders
            FunctionName: 'consumer'
            StartingPosition: TRIM_HORIZON   # from the start

            MaximumRetryAttempts: -1 # for ever
            DestinationConfig: {OnFailure: {Destination: !ImportValue Q}}  # there

Outputs: {}
`;
  expect(fixTemplate(text, 'template.yaml', options)).toBe(
    text.replace('MaximumRetryAttempts: -1', 'MaximumRetryAttempts: 5').replace(
      '# there\n',
      `# there
            MaximumRecordAgeInSeconds: 21600
            BisectBatchOnFunctionError: true
`,
    ),
  );
});

test('JSON stays JSON', () => {
  const text = `{
  "Resources": {
    "Mapping": {
      "Type": "AWS::Lambda::EventSourceMapping",
      "Properties": {
        "EventSourceArn": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
        "StartingPosition": "TRIM_HORIZON",
        "BatchSize": 1
      }
    }
  }
}
`;
  const fixed = fixTemplate(text, 'template.json', options);
  expect(JSON.parse(fixed).Resources.Mapping.Properties).toMatchObject({
    BatchSize: 1,
    MaximumRecordAgeInSeconds: 21_600,
    MaximumRetryAttempts: 5,
  });
  expect(fixed).toContain('        "BatchSize": 1,\n        "MaximumRetryAttempts": 5');
});

test.each([
  ['the line of a file that does not end', mappingWith('BatchSize: 1').trimEnd()],
  ['lines that end with CRLF', mappingWith('BatchSize: 1').replaceAll('\n', '\r\n')],
  [
    'a map on one line',
    mappingWith().replace(
      /Properties:[\s\S]*/,
      'Properties: { EventSourceArn: "arn:aws:kinesis:eu-west-1:1:stream/a" }\n',
    ),
  ],
  ['a text of several lines', mappingWith('Extra: |', '  one', '  two')],
  ['a value that is missing', mappingWith('Extra:')],
])('%s can be added to', (_, text) => {
  const fixed = fixTemplate(text, 'template.yaml', options);
  expect(findingsIn(fixed, 'endless-retries')).toEqual([]);
  expect(findingsIn(fixed, 'unreadable-template')).toEqual([]);
  expect(fixed.replaceAll('\r\n', '').includes('\n')).toBe(!text.includes('\r\n'));
});

test('a value of an intrinsic function or an alias is left alone', () => {
  for (const value of ['!Ref Attempts', '{Ref: Attempts}', '!If [A, 1, 2]', '*attempts', '&a 1']) {
    const text = mappingWith(`MaximumRetryAttempts: ${value}`);
    const change = { path: PATH, key: 'MaximumRetryAttempts', value: 5 };
    expect(editsFor(text, [change])).toEqual([]);
  }
});

test('a map that merges another is left alone, for it may have the property from there', () => {
  const text = mappingWith('<<: *shared');
  expect(editsFor(text, [{ path: PATH, key: 'BatchSize', value: 5 }])).toEqual([]);
});

test('what was mended is not found again, and nothing new is, in any template of the rules', () => {
  for (const text of templates) {
    const fixed = fixTemplate(text, 'template.yaml', options);
    const left = findingsIn(fixed);
    expect(left.filter(({ changes }) => changes.length > 0)).toEqual([]);
    const before = new Set(findingsIn(text).map(({ rule }) => rule));
    expect(left.filter(({ rule }) => !before.has(rule))).toEqual([]);
    expect(fixTemplate(fixed, 'template.yaml', options)).toBe(fixed);
  }
});

test('the queue is fitted to the record age that is set at the same time', () => {
  const text =
    templates[
      RULES.map(({ id }) => id)
        .sort()
        .indexOf('queue-outlives-stream')
    ]!;
  const unlimited = text.replace(/ *MaximumRecordAgeInSeconds.*\n/, '');
  const fixed = fixTemplate(unlimited, 'template.yaml', options);
  expect(fixed).toContain('MaximumRecordAgeInSeconds: 21600');
  expect(fixed).toContain('MessageRetentionPeriod: 64800');
});

test('edits change nothing but what they are for', () => {
  const line = fc.stringMatching(/^[a-z #:'"]{0,12}$/);
  fc.assert(
    fc.property(fc.array(line), fc.nat(20), (lines, count) => {
      const comments = lines.map((text) => `      # ${text}`).join('\n');
      const text = `${mappingWith(`BatchSize: ${count + 1}`)}${comments}\n`;
      const edits = editsFor(text, [{ path: PATH, key: 'BatchSize', value: 7 }]);
      expect(applyEdits(text, edits)).toBe(text.replace(/BatchSize: \d+/, 'BatchSize: 7'));
    }),
  );
});
