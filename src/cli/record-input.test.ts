import { expect, test } from 'vitest';
import { readRecords as readBytes } from './record-input.ts';

const readRecords = (input: string) => readBytes(Buffer.from(input));

const texts = (input: string) => readRecords(input).map(({ data }) => Buffer.from(data).toString());

test('each line that is not blank is the data of a record', () => {
  expect(texts('{"a":1}\r\n\n  \nplain text\n')).toEqual(['{"a":1}', 'plain text']);
});

test('one line of JSON is one record, whatever it is', () => {
  expect(texts('[1,2]')).toEqual(['[1,2]']);
  expect(texts('{"Records":[1]}')).toEqual(['{"Records":[1]}']);
  expect(texts('null')).toEqual(['null']);
});

test.each(['[%]', '{"StreamName":"s","Records":[%]}'])('the AWS form %s is understood', (form) => {
  const record = '{"Data":"aGk=","PartitionKey":"k","ExplicitHashKey":"7"}';
  expect(readRecords(form.replace('%', record))).toEqual([
    { data: Buffer.from('hi'), partitionKey: 'k', explicitHashKey: '7' },
  ]);
});

test('what is wrong in the AWS form is said with its place', () => {
  const good = '{"Data":"aGk=","PartitionKey":"k"}';
  expect(() => readRecords(`[${good},{"Data":"hi!","PartitionKey":"k"}]`)).toThrow(
    'Record 2: Data',
  );
  expect(() => readRecords('[{"Data":"aGk="}]')).toThrow('Record 1: PartitionKey is missing');
});

test('a line is the bytes that it is, whether they are text or not', () => {
  const lines = [Buffer.from([0x63, 0xe9]), Buffer.from([0xff, 0xfe]), Buffer.from('ü')];
  const [end, lastEnd] = [Buffer.from('\n'), Buffer.from('\r\n')];
  const input = Buffer.concat([lines[0]!, end, lines[1]!, lastEnd, lines[2]!]);
  expect(readBytes(input).map(({ data }) => data)).toEqual(lines);
});
