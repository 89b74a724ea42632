import { expect, test } from 'vitest';
import { AwsError } from '../aws/aws-error.ts';
import { byExactness, matchPath, parsePathTemplate } from './path-template.ts';
import { decodeRestJson, encodeRestJson, encodeRestJsonError } from './rest-json.ts';
import {
  blob,
  boolean,
  integer,
  list,
  map,
  required,
  string,
  structure,
  timestamp,
} from './shape.ts';

test.each([
  ['/functions/{Name}', '/functions/f', { Name: 'f' }],
  ['/functions/{Name}', '/functions/f/', { Name: 'f' }],
  ['/mappings/', '/mappings', {}],
  ['/mappings/', '/mappings/', {}],
  ['/mappings/', '/mappings/x', undefined],
  ['/functions/{Name}', '/functions/arn%3Aaws%3Alambda', { Name: 'arn:aws:lambda' }],
  ['/functions/{Name}', '/functions/a%2Fb', { Name: 'a/b' }],
  ['/functions/{Name}', '/functions/a/b', undefined],
  ['/functions/{Name}', '/functions//', undefined],
  ['/functions/{Name}/x', '/functions/a/x', { Name: 'a' }],
  ['/tags/{Arn+}', '/tags/arn:aws/a/b%20c', { Arn: 'arn:aws/a/b c' }],
  ['/tags/{Arn+}', '/tags', undefined],
  ['/', '/', {}],
])('the template %s and the path %s', (template, path, labels) => {
  expect(matchPath(parsePathTemplate(template), path)).toEqual(labels);
});

test('a path that is encoded wrongly is refused', () => {
  expect(() => matchPath(parsePathTemplate('/{A}'), '/%E0%A4%A')).toThrow('valid encoding');
});

test('the more exact template comes first', () => {
  const texts = ['/{a+}', '/a/{b}', '/{a}/b', '/a/b'];
  const sorted = texts
    .map((text) => ({ text, template: parsePathTemplate(text) }))
    .sort((a, b) => byExactness(a.template, b.template));
  expect(sorted.map(({ text }) => text)).toEqual(['/a/b', '/a/{b}', '/{a}/b', '/{a+}']);
});

const request = (query: string, headers: Record<string, string>, body: string | Uint8Array) => ({
  method: 'POST',
  path: '/',
  query: new URLSearchParams(query),
  headers,
  body: Buffer.from(body),
});

test('an input is gathered from the path, the query, the headers and the body', () => {
  const shape = structure({
    FunctionName: required(string({ in: 'path', as: 'Name' })),
    MaxItems: integer({ in: 'query' }),
    TagKeys: list(string(), { in: 'query', as: 'tagKeys' }),
    LogType: string({ in: 'header', as: 'X-Amz-Log-Type' }),
    Enabled: boolean(),
    Environment: structure({ Variables: map(string()) }),
  });
  const body = '{"Enabled":true,"Environment":{"Variables":{"A":"b"}},"MaxItems":99}';
  const sent = request('MaxItems=5&tagKeys=a&tagKeys=b', { 'x-amz-log-type': 'Tail' }, body);
  expect(decodeRestJson(shape, sent, { Name: 'f' })).toEqual({
    FunctionName: 'f',
    MaxItems: 5,
    TagKeys: ['a', 'b'],
    LogType: 'Tail',
    Enabled: true,
    Environment: { Variables: { A: 'b' } },
  });
  const empty = request('', {}, '');
  expect(decodeRestJson(shape, empty, {})).toEqual({});
  expect(() => decodeRestJson(shape, request('MaxItems=x', {}, ''), {})).toThrow('Integer');
});

test('a payload is the body itself, or absent', () => {
  const shape = structure({ Payload: blob({ in: 'payload' }) });
  const payload = Buffer.from([0, 255]);
  expect(decodeRestJson(shape, request('', {}, payload), {})).toEqual({ Payload: payload });
  expect(decodeRestJson(shape, request('', {}, ''), {})).toEqual({});
});

test('an output is spread over the status, the headers and the body', () => {
  const shape = structure({
    StatusCode: integer({ in: 'statusCode' }),
    Version: string({ in: 'header', as: 'X-Amz-Executed-Version' }),
    At: timestamp(),
  });
  expect(encodeRestJson(shape, { StatusCode: 202, Version: '1', At: 1500 })).toEqual({
    status: 202,
    headers: { 'content-type': 'application/json', 'x-amz-executed-version': '1' },
    body: '{"At":1.5}',
  });
});

test('an output with a payload that is absent has an empty body, and so has status 204', () => {
  const shape = structure({ Payload: blob({ in: 'payload' }) });
  expect(encodeRestJson(shape, {}, 202)).toMatchObject({ status: 202, body: '' });
  expect(encodeRestJson(structure({}), {}, 204)).toMatchObject({ status: 204, body: '' });
  expect(encodeRestJson(structure({}), {})).toMatchObject({ status: 200, body: '{}' });
});

test.each([
  ['ResourceNotFoundException', 404, { Type: 'User', Message: 'text' }],
  ['InvalidParameterValueException', 400, { Type: 'User', message: 'text' }],
  ['ServiceException', 500, { Type: 'Service', Message: 'text' }],
])('the error %s names its text as AWS Lambda does', (code, status, body) => {
  const answer = encodeRestJsonError(new AwsError(code, 'text', { status }));
  expect(answer).toMatchObject({ status, headers: { 'x-amzn-errortype': code } });
  expect(JSON.parse(String(answer.body))).toEqual(body);
});
