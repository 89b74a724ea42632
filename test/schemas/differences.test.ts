import { NormalizedSchema } from '@smithy/core/schema';
import { expect, test } from 'vitest';
import type { BoundOperation } from '../../src/api/operation.ts';
import { AwsError } from '../../src/aws/aws-error.ts';
import {
  blob,
  integer,
  list,
  type Members,
  required,
  string,
  structure,
  timestamp,
} from '../../src/wire/shape.ts';
import { errorDifferences } from './error-differences.ts';
import { outputDifferences } from './output-differences.ts';

/** Types by their numbers, as the SDK has them in its schemas. */
const [STRUCTURE, LIST] = [3, 1];
const [STRING, NUMBER, TIMESTAMP, HTTP_DATE, BLOB] = [0, 1, 4, 6, 21];
const NAMES = [LIST, 'aws', 'Names', 0, [STRING, { xmlName: 'Name' }]];

/** A structure that has its first two members always. */
const schemaOf = (members: Readonly<Record<string, unknown>>, traits: object | 0 = 0) => {
  const tuple = [STRUCTURE, 'aws', 'Out', traits, Object.keys(members), Object.values(members), 2];
  return { output: NormalizedSchema.of(tuple as never), status: 200 };
};
const LISTED = {
  Names: () => NAMES,
  Size: NUMBER,
  At: TIMESTAMP,
  Tag: [STRING, { httpHeader: 'ETag' }],
};
const sdk = schemaOf(LISTED, { xmlName: 'Listed' });

const answering = (members: Members, as?: string): BoundOperation => ({
  name: 'List',
  http: { method: 'GET', path: '/' },
  input: structure({}),
  output: structure(members, as === undefined ? {} : { as }),
  handle: async () => ({}),
});

test('an output that the SDK has so too differs in nothing', () => {
  const Names = required(list(string({ as: 'Name' })));
  const Tag = string({ in: 'header', as: 'etag' });
  const same = answering({ Names, Size: required(integer()), At: timestamp(), Tag }, 'Listed');
  expect(outputDifferences(sdk, same, 'xml')).toEqual([]);
});

test('whatever the SDK has otherwise is told', () => {
  const Tag = string({ as: 'ETag' });
  const other = answering({ Names: required(list(blob())), Tag, At: string(), Extra: string() });
  expect(outputDifferences({ ...sdk, status: 201 }, other, 'xml')).toEqual([
    'status 201, here 200',
    'called Listed, here Result',
    'Size: missing',
    'Names[]: string, here blob',
    'Names[]: called Name, here member',
    'Tag: in header etag, here body ETag',
    'At: timestamp, here string',
    'Extra: unknown',
  ]);
});

test('times have the form of their place, and names in XML do not matter in JSON', () => {
  const dated = schemaOf({ At: HTTP_DATE, Data: [BLOB, { xmlName: 'D' }] });
  const ours = answering({ At: timestamp(), Data: required(blob()) });
  expect(outputDifferences(dated, ours, 'json')).toEqual([
    'At: required',
    'At: http-date, here epoch',
  ]);
});

test('a body that the SDK has in a member is found there', () => {
  const copied = [STRUCTURE, 'aws', 'Copied', 0, ['Tag', 'At'], [STRING, TIMESTAMP]];
  const schema = schemaOf({ Copied: [() => copied, { httpPayload: 1 }] });
  const ours = answering({ Tag: string() }, 'Copied');
  expect(outputDifferences(schema, ours, 'xml')).toEqual(['Copied.At: missing']);
});

test('an error is known by its code or its older one, with its status', () => {
  const known = [{ code: 'Gone', queryCode: 'aws.Gone', status: 404 }];
  const gone = (code: string, options: object) => new AwsError(code, '', options);
  const same = gone('Gone', { status: 404, queryCode: 'aws.Gone' });
  expect(errorDifferences(known, same)).toEqual([]);
  expect(errorDifferences(known, gone('aws.Gone', { status: 404 }))).toEqual([]);
  expect(errorDifferences(known, gone('Other', {}))).toEqual(['Other: unknown']);
  expect(errorDifferences(known, gone('Gone', {}))).toEqual([
    'Gone: status 404, here 400',
    'Gone: in the query protocol aws.Gone, here Gone',
  ]);
});
