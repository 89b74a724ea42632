import { expect, test } from 'vitest';
import { returnsItemFailures } from './item-failures-in-code.ts';
import { findingsIn, folderOf } from './linting.suite.ts';

const RETURNS = 'export const handler = async () => { return { batchItemFailures: [] }; };';

const functionWith = (...lines: readonly string[]) => `Transform: AWS::Serverless-2016-10-31
Resources:
  Stream: {Type: AWS::Kinesis::Stream}
  Consumer:
    Type: AWS::Serverless::Function
${lines.map((line) => `    ${line}\n`).join('')}      Events:
        In:
          Type: Kinesis
          Properties: {Stream: !GetAtt Stream.Arn, StartingPosition: TRIM_HORIZON}
`;

test.each([
  [
    'a script',
    ['Properties:', '  CodeUri: app', '  Handler: index.handler'],
    { 'app/index.mjs': RETURNS },
  ],
  [
    'TypeScript',
    ['Properties:', '  CodeUri: ./app/', '  Handler: src/index.handler'],
    { 'app/src/index.ts': RETURNS },
  ],
  [
    'Python in a package',
    ['Properties:', '  CodeUri: app', '  Handler: shop.orders.handler'],
    { 'app/shop/orders.py': "def handler(e, c):\n    return {'batchItemFailures': []}\n" },
  ],
  ['no CodeUri', ['Properties:', '  Handler: index.handler'], { 'index.js': RETURNS }],
  [
    'an entry point',
    [
      'Metadata:',
      '  BuildMethod: esbuild',
      '  BuildProperties: {EntryPoints: [src/orders.ts]}',
      'Properties:',
      '  CodeUri: app',
      '  Handler: orders.handler',
    ],
    { 'app/src/orders.ts': RETURNS },
  ],
  [
    'what the handler imports',
    ['Properties:', '  CodeUri: app', '  Handler: index.handler'],
    { 'app/index.ts': "export { handler } from './deep/real.js';", 'app/deep/real.ts': RETURNS },
  ],
])('finds batchItemFailures in %s', (_, lines, files) => {
  const options = { surroundings: folderOf(files) };
  expect(findingsIn(functionWith(...lines), 'item-failures-not-enabled', options)).toHaveLength(1);
});

test('looks at no file besides the handler and what it imports', () => {
  const files = { 'app/index.ts': "import 'x';", 'app/other.ts': RETURNS };
  const text = functionWith('Properties:', '  CodeUri: app', '  Handler: index.handler');
  const options = { surroundings: folderOf(files) };
  expect(findingsIn(text, 'item-failures-not-enabled', options)).toEqual([]);
});

test.each(['s3://bucket/code.zip', '/opt/app', '!Ref Code', 'app.zip'])(
  'reads nothing when the code is %s',
  (uri) => {
    const read = () => expect.fail('looked at a file');
    const text = functionWith('Properties:', `  CodeUri: ${uri}`, '  Handler: index.handler');
    const options = { surroundings: { read, programs: () => [] } };
    expect(findingsIn(text, 'item-failures-not-enabled', options)).toEqual([]);
  },
);

test.each([
  'return { batchItemFailures };',
  'return { batchItemFailures: failed };',
  'exports.handler = () => ({ "batchItemFailures": [] })',
  "response = {}\nreturn {'batchItemFailures': failures}",
  'return processPartialResponse(event, handle, processor);',
  '    return process_partial_response(event=event, record_handler=f, processor=p, context=c)',
])('sees that %j reports items', (code) => {
  expect(returnsItemFailures(code)).toBe(true);
});

test.each([
  '// return { batchItemFailures: [] };',
  '/* { batchItemFailures: [] } */ return 1;',
  '# return {"batchItemFailures": []}\nreturn None',
  'interface Answer { batchItemFailures: string[] }\nreturn 1;',
  'const text = "batchItemFailures"; return text;',
  'return response.batchItemFailures.length;',
])('does not take %j for a report', (code) => {
  expect(returnsItemFailures(code)).toBe(false);
});

test.each([
  ['one key', "putRecord({StreamName: 'orders', PartitionKey: 'a' })", 1],
  ['a key by record', "putRecord({StreamName: 'orders', PartitionKey: order.id })", 0],
  ['a key that is made', "putRecord({StreamName: 'orders', PartitionKey: 'a' + id })", 0],
  ['two keys', "putRecord({StreamName: 'orders', PartitionKey: 'a' }, { PartitionKey: 'b' })", 0],
  ['a variable at the end of a line', "putRecord({StreamName: 'orders',\nPartitionKey: key\n})", 0],
  ['one key in Python', 'put_record(StreamName="orders", PartitionKey="a")', 1],
  [
    'one key in a shell',
    'aws kinesis put-record --stream-name orders --partition-key a --data x',
    1,
  ],
  ['a variable in a shell', 'aws kinesis put-record --stream-name orders --partition-key "$1"', 0],
  ['another stream', "putRecord({StreamName: 'others', PartitionKey: 'a' })", 0],
])('of a producer with %s it is told whether lanes are of use', (_, text, count) => {
  const template = `Resources:
  Stream: {Type: AWS::Kinesis::Stream, Properties: {Name: orders}}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Stream.Arn
      StartingPosition: TRIM_HORIZON
      ParallelizationFactor: 4
`;
  const options = { surroundings: folderOf({ 'producer.sh': text }) };
  expect(findingsIn(template, 'constant-partition-key', options)).toHaveLength(count);
});
