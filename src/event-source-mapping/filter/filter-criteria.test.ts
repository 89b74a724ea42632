import { describe, expect, test } from 'vitest';
import { parseFilterCriteria } from './filter-criteria.ts';
import { FilterPatternError } from './filter-pattern-error.ts';
import { ORDER, recordOf } from './filterable-record.suite.ts';

const passes = (pattern: string, data: string | Uint8Array) =>
  parseFilterCriteria([pattern]).matches(recordOf(data));

/** Tests a rule for the field `x` of the data: rule, data, and whether the record passes. */
const onField = (cases: readonly (readonly [string, string, boolean])[]) =>
  test.each(cases)('%s on %s: %j', (rule, data, expected) => {
    expect(passes(`{"data":{"x":${rule}}}`, data)).toBe(expected);
  });

describe('exact values (rules 5.1, 5.4)', () =>
  onField([
    ['["buy"]', '{"x":"buy"}', true],
    ['["buy"]', '{"x":"Buy"}', false],
    ['["buy"]', '{"x":"buy "}', false],
    ['["buy"]', '{"y":"buy"}', false],
    ['["buy","sell"]', '{"x":"sell"}', true],
    ['["\\u0041"]', '{"x":"A"}', true],
    ['["é"]', '{"x":"e\u0301"}', false],
    ['[true]', '{"x":true}', true],
    ['[true]', '{"x":"true"}', false],
    ['[false]', '{"x":true}', false],
    ['[1,"a",null]', '{"x":null}', true],
    ['["buy"]', '{"x":{"buy":"buy"}}', false],
  ]));

describe('null and the empty string (rule 5.4)', () =>
  onField([
    ['[null]', '{"x":null}', true],
    ['[null]', '{}', false],
    ['[null]', '{"x":""}', false],
    ['[null]', '{"x":[]}', false],
    ['[""]', '{"x":""}', true],
    ['[""]', '{"x":null}', false],
    ['[""]', '{"x":" "}', false],
  ]));

describe('strings and numbers compare by their text (rule 5.5)', () =>
  onField([
    ['[300]', '{"x":300}', true],
    ['[300]', '{"x":300.0}', false],
    ['[300]', '{"x":3.0e2}', false],
    ['[3.0e2]', '{"x":3.0e2}', true],
    ['[3.0e2]', '{"x":3.0E2}', false],
    ['[0]', '{"x":-0}', false],
    ['[300]', '{"x":"300"}', false],
    ['["300"]', '{"x":300}', false],
    ['[123456789012345678901234567890]', '{"x":123456789012345678901234567890}', true],
    ['[123456789012345678901234567890]', '{"x":123456789012345678901234567891}', false],
  ]));

describe('exists (rules 5.4, 5.6)', () =>
  onField([
    ['[{"exists":true}]', '{"x":0}', true],
    ['[{"exists":true}]', '{"x":null}', true],
    ['[{"exists":true}]', '{"y":0}', false],
    ['[{"exists":true}]', '{"x":{"leaf":0}}', false],
    ['[{"exists":true}]', '{"x":[]}', false],
    ['[{"exists":false}]', '{"y":0}', true],
    ['[{"exists":false}]', '{"x":0}', false],
    ['[{"exists":false}]', '{"x":null}', false],
    ['[{"exists":false}]', '{"x":{"leaf":0}}', true],
    ['[{"exists":false}]', '5', true],
    ['[{"exists":false},"a"]', '{"x":"a"}', true],
    ['[{"exists":false},"a"]', '{"x":"b"}', false],
    ['[{"exists":false},{"anything-but":["a"]}]', '{}', true],
  ]));

describe('prefix and suffix (rule 5.4)', () =>
  onField([
    ['[{"prefix":"us-"}]', '{"x":"us-east-1"}', true],
    ['[{"prefix":"us-"}]', '{"x":"US-east-1"}', false],
    ['[{"prefix":"us-"}]', '{"x":"eu-us-"}', false],
    ['[{"prefix":""}]', '{"x":""}', true],
    ['[{"prefix":"1"}]', '{"x":12}', false],
    ['[{"suffix":".png"}]', '{"x":"a.png"}', true],
    ['[{"suffix":".png"}]', '{"x":"a.PNG"}', false],
    ['[{"suffix":".png"}]', '{"x":".png.txt"}', false],
    ['[{"prefix":{"equals-ignore-case":"EventB"}}]', '{"x":"EVENTbridge"}', true],
    ['[{"prefix":{"equals-ignore-case":"EventB"}}]', '{"x":"an event"}', false],
    ['[{"suffix":{"equals-ignore-case":".png"}}]', '{"x":"a.PNG"}', true],
    ['[{"suffix":{"equals-ignore-case":".png"}}]', '{"x":null}', false],
  ]));

describe('equals-ignore-case (rule 5.4)', () =>
  onField([
    ['[{"equals-ignore-case":"alice"}]', '{"x":"ALICE"}', true],
    ['[{"equals-ignore-case":"ALICE"}]', '{"x":"alice"}', true],
    ['[{"equals-ignore-case":"alice"}]', '{"x":"alicia"}', false],
    ['[{"equals-ignore-case":"1"}]', '{"x":1}', false],
  ]));

describe('anything-but (rule 5.4)', () =>
  onField([
    ['[{"anything-but":["rain"]}]', '{"x":"sun"}', true],
    ['[{"anything-but":["rain"]}]', '{"x":"rain"}', false],
    ['[{"anything-but":["rain"]}]', '{"x":"Rain"}', true],
    ['[{"anything-but":["rain","hail"]}]', '{"x":"hail"}', false],
    ['[{"anything-but":"rain"}]', '{"x":"rain"}', false],
    ['[{"anything-but":"rain"}]', '{"x":"sun"}', true],
    ['[{"anything-but":[100,200]}]', '{"x":200}', false],
    ['[{"anything-but":0}]', '{"x":1}', true],
    ['[{"anything-but":0}]', '{"x":0}', false],
    ['[{"anything-but":[100]}]', '{"x":"100"}', true],
    ['[{"anything-but":["rain"]}]', '{"x":null}', true],
    ['[{"anything-but":["rain"]}]', '{"x":false}', true],
    ['[{"anything-but":["rain"]}]', '{}', false],
    ['[{"anything-but":["rain"]}]', '{"x":{"y":"sun"}}', false],
  ]));

describe('numeric (rules 5.4, 5.7)', () =>
  onField([
    ['[{"numeric":["=",100]}]', '{"x":100}', true],
    ['[{"numeric":["=",100]}]', '{"x":1.0e2}', true],
    ['[{"numeric":["=",3.018e2]}]', '{"x":301.8}', true],
    ['[{"numeric":["=",100]}]', '{"x":101}', false],
    ['[{"numeric":["=",0]}]', '{"x":-0}', true],
    ['[{"numeric":["<",10]}]', '{"x":9.999999}', true],
    ['[{"numeric":["<",10]}]', '{"x":10}', false],
    ['[{"numeric":["<=",10]}]', '{"x":10}', true],
    ['[{"numeric":[">",10]}]', '{"x":10}', false],
    ['[{"numeric":[">",10]}]', '{"x":10.000001}', true],
    ['[{"numeric":[">",10]}]', '{"x":10.0000001}', false],
    ['[{"numeric":[">=",-10]}]', '{"x":-10}', true],
    ['[{"numeric":[">",10,"<=",20]}]', '{"x":20}', true],
    ['[{"numeric":[">",10,"<=",20]}]', '{"x":10}', false],
    ['[{"numeric":[">=",10,"<",20]}]', '{"x":10}', true],
    ['[{"numeric":[">=",10,"<",20]}]', '{"x":20}', false],
    ['[{"numeric":["<=",5e9]}]', '{"x":5000000000}', true],
    ['[{"numeric":[">",0]}]', '{"x":5000000000.1}', false],
    ['[{"numeric":[">",0]}]', '{"x":1e999999}', false],
    ['[{"numeric":[">=",0]}]', '{"x":1e-999999}', true],
    ['[{"numeric":["=",999999999.123456]}]', '{"x":999999999.123456}', true],
    ['[{"numeric":["=",999999999.123456]}]', '{"x":999999999.123457}', false],
    ['[{"numeric":["=",100]}]', '{"x":"100"}', false],
    ['[{"numeric":["=",100]}]', '{"x":null}', false],
    ['[{"numeric":["=",100]},{"anything-but":["200"]}]', '{"x":"100"}', true],
  ]));

describe('arrays in the data', () =>
  onField([
    ['["b"]', '{"x":["a","b"]}', true],
    ['["c"]', '{"x":["a","b"]}', false],
    ['["b"]', '{"x":[["a"],["b"]]}', true],
    ['["b"]', '{"x":[{"b":"b"}]}', false],
    ['[{"anything-but":["a"]}]', '{"x":["a","b"]}', true],
    ['[{"anything-but":["a"]}]', '{"x":["a"]}', false],
    ['[{"numeric":[">",1]}]', '{"x":[1,2]}', true],
    ['[{"exists":false}]', '{"x":[]}', true],
    ['[{"exists":false}]', '{"x":[1]}', false],
    ['{"a":["1"],"b":["2"]}', '{"x":[{"a":"1","b":"2"}]}', true],
    ['{"a":["1"],"b":["2"]}', '{"x":[{"a":"1"},{"b":"2"}]}', false],
    ['{"a":["1"],"b":["2"]}', '{"x":[[{"a":"1","b":"2"}],[]]}', true],
    ['{"a":["1"],"b":[{"exists":false}]}', '{"x":[{"a":"1"},{"b":"2"}]}', true],
    ['{"a":["1"],"b":[{"exists":false}]}', '{"x":[{"a":"1","b":"2"}]}', false],
    ['{"b":[{"exists":false}]}', '{"x":[{"a":"1"},{"b":"2"}]}', false],
    ['{"b":[{"exists":false}]}', '{"x":[{"a":"1"}]}', true],
    ['{"b":[{"exists":false}]}', '{"x":[]}', true],
    ['{"b":{"c":[{"exists":false}]}}', '{"x":[{"b":{"c":1}},{"b":{}}]}', false],
  ]));

describe('nested objects, all of whose fields must match (rule 5.1)', () =>
  onField([
    ['{"y":{"z":["a"]}}', '{"x":{"y":{"z":"a"}}}', true],
    ['{"y":{"z":["a"]}}', '{"x":{"y":"a"}}', false],
    ['{"y":{"z":[{"exists":false}]}}', '{"x":1}', true],
    ['{"y":["a"],"z":["b"]}', '{"x":{"y":"a","z":"b","w":1}}', true],
    ['{"y":["a"],"z":["b"]}', '{"x":{"y":"a","z":"c"}}', false],
  ]));

describe('$or (rule 5.4)', () =>
  onField([
    ['{"$or":[{"a":["1"]},{"b":["2"]}]}', '{"x":{"a":"1"}}', true],
    ['{"$or":[{"a":["1"]},{"b":["2"]}]}', '{"x":{"b":"2"}}', true],
    ['{"$or":[{"a":["1"]},{"b":["2"]}]}', '{"x":{"a":"2","b":"1"}}', false],
    ['{"c":["3"],"$or":[{"a":["1"]},{"b":["2"]}]}', '{"x":{"a":"1"}}', false],
    ['{"c":["3"],"$or":[{"a":["1"]},{"b":["2"]}]}', '{"x":{"b":"2","c":"3"}}', true],
    [
      '{"$or":[{"a":["1"]},{"b":["2"],"$or":[{"c":["3"]},{"d":["4"]}]}]}',
      '{"x":{"b":"2","d":"4"}}',
      true,
    ],
    ['{"$or":[{"a":["1"]},{"b":["2"],"$or":[{"c":["3"]},{"d":["4"]}]}]}', '{"x":{"b":"2"}}', false],
    ['{"$or":[{"a":["1"]},{"b":["2"]}]}', '{"x":[{"c":"3"},{"b":"2"}]}', true],
    [
      '{"$or":[{"a":[{"exists":false}]},{"b":[{"exists":false}]}]}',
      '{"x":[{"a":1},{"b":1}]}',
      false,
    ],
    ['{"$or":["a","b"]}', '{"x":{"$or":"b"}}', true],
    ['{"$or":[{"prefix":"a"},{"suffix":"b"}]}', '{"x":{"$or":"ab"}}', true],
    ['{"$or":{"a":["1"]}}', '{"x":{"$or":{"a":"1"}}}', true],
  ]));

describe('keys that mean something to JavaScript', () =>
  onField([
    ['{"__proto__":["a"]}', '{"x":{"__proto__":"a"}}', true],
    ['{"toString":[{"exists":true}]}', '{"x":{}}', false],
    ['{"length":[{"exists":true}]}', '{"x":["a"]}', false],
    ['{"size":[{"exists":true}]}', '{"x":{"a":1}}', false],
  ]));

describe('duplicate keys, of which the last counts (rule 5.9)', () =>
  onField([
    ['["a"]', '{"x":"b","x":"a"}', true],
    ['{"y":["a"],"y":["b"]}', '{"x":{"y":"b"}}', true],
    ['{"y":["a"],"y":["b"]}', '{"x":{"y":"a"}}', false],
  ]));

describe('the format of data and pattern (rule 5.3)', () => {
  const onData = '{"data":{"order":{"type":["buy"]}}}';
  const onMetadata = '{"partitionKey":["customer-1"]}';

  test('JSON with a pattern for data is matched on the data', () => {
    expect(passes(onData, ORDER)).toBe(true);
    expect(passes(onData, ORDER.replace('buy', 'sell'))).toBe(false);
  });

  test.each([
    ['text', 'order: buy'],
    ['nothing', ''],
    ['JSON with something after it', `${ORDER}{}`],
    ['JSON after a byte order mark', `\uFEFF${ORDER}`],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['JSON nested too deeply', '['.repeat(100_000)],
    ['closed JSON nested too deeply', '['.repeat(1001) + ']'.repeat(1001)],
  ])('%s passes on metadata only', (_, data) => {
    const both = '{"partitionKey":["customer-1"],"data":{"order":[{"exists":false}]}}';
    expect(passes(onData, data)).toBe(false);
    expect(passes(both, data)).toBe(false);
    expect(passes(onMetadata, data)).toBe(true);
    expect(parseFilterCriteria([onData, onMetadata]).matches(recordOf(data))).toBe(true);
  });

  test('JSON as deep as allowed is JSON', () => {
    const deep = `${'{"a":'.repeat(998)}["buy"]${'}'.repeat(998)}`;
    expect(passes(`{"data":${deep}}`, deep)).toBe(true);
    expect(passes('{"data":{"b":[{"exists":false}]}}', '['.repeat(1000) + ']'.repeat(1000))).toBe(
      true,
    );
  });

  test('data without which no filter could decide is not read', () => {
    const record = recordOf('');
    Object.defineProperty(record, 'data', { get: () => expect.unreachable() });
    expect(parseFilterCriteria([onMetadata]).matches(record)).toBe(true);
    expect(parseFilterCriteria([onMetadata, onData]).matches(record)).toBe(true);
    expect(parseFilterCriteria([]).matches(record)).toBe(true);
  });

  test('data is read once for all filters', () => {
    let reads = 0;
    const record = recordOf('');
    const get = () => {
      reads += 1;
      return Buffer.from(ORDER);
    };
    Object.defineProperty(record, 'data', { get });
    const never = '{"data":{"order":["none"]}}';
    expect(parseFilterCriteria([never, never, onData]).matches(record)).toBe(true);
    expect(reads).toBe(1);
  });
});

describe('metadata (rule 5.2)', () => {
  test.each([
    ['{"partitionKey":["customer-1"]}', true],
    ['{"partitionKey":["customer-2"]}', false],
    ['{"partitionKey":[{"prefix":"customer-"}],"data":{"order":{"type":["buy"]}}}', true],
    ['{"partitionKey":[{"prefix":"x"}],"data":{"order":{"type":["buy"]}}}', false],
    ['{"sequenceNumber":[{"prefix":"4959"}]}', true],
    ['{"kinesisSchemaVersion":["1.0"]}', true],
    ['{"approximateArrivalTimestamp":[1545084650.987]}', true],
    ['{"approximateArrivalTimestamp":[{"numeric":[">",1545084650,"<",1545084651]}]}', true],
    ['{"approximateArrivalTimestamp":[{"numeric":[">",1545084651]}]}', false],
    ['{"eventSource":["aws:kinesis"],"eventName":["aws:kinesis:record"]}', true],
    ['{"kinesis":{"partitionKey":["customer-1"]}}', false],
    ['{"toString":[{"exists":true}]}', false],
    ['{"$or":[{"partitionKey":["x"]},{"data":{"order":{"type":["buy"]}}}]}', true],
  ])('%s: %j', (pattern, expected) => {
    expect(passes(pattern, ORDER)).toBe(expected);
  });
});

test('a record passes when one of the filters matches (rule 5.1)', () => {
  const filter = parseFilterCriteria(['{"data":{"a":["1"]}}', '{"data":{"b":["2"]}}']);
  const names = ['{"a":"1"}', '{"b":"2"}', '{"c":"3"}'].filter((data) =>
    filter.matches(recordOf(data)),
  );
  expect(names).toEqual(['{"a":"1"}', '{"b":"2"}']);
});

test.each([
  ['a bare string', /JSON/],
  ['"a bare string"', /JSON object/],
  ['', /too early at character 1/],
  ['{"data":{"x":["a"]}', /too early/],
  ["{'data':{}}", /Unexpected ' at character 2/],
  ['[{"data":{"x":["a"]}}]', /JSON object/],
  ['{}', /empty object/],
  ['{"data":{}}', /data: an empty object/],
  ['{"data":{"x":{}}}', /data\.x: an empty object/],
  ['{"data":{"x":[]}}', /data\.x: an empty array/],
  ['{"data":{"x":"a"}}', /data\.x: a field takes/],
  ['{"data":{"x":null}}', /data\.x: a field takes/],
  ['{"data":["x"]}', /data: the pattern for data/],
  ['{"data":"{\\"x\\":[1]}"}', /data: the pattern for data/],
  ['{"partitionKey":["a"],"$or":[{"data":["x"]},{"eventName":["y"]}]}', /pattern for data/],
  ['{"data":{"x":[["a"]]}}', /array inside an array/],
  ['{"data":{"x":[{}]}}', /exactly one operator/],
  ['{"data":{"x":[{"prefix":"a","suffix":"b"}]}}', /exactly one operator/],
  ['{"data":{"x":[{"contains":"a"}]}}', /no operator contains/],
  ['{"data":{"x":[{"EXISTS":true}]}}', /no operator EXISTS/],
  ['{"data":{"x":[{"constructor":"a"}]}}', /no operator constructor/],
  ['{"data":{"x":[{"wildcard":"a*"}]}}', /wildcard does not run here/],
  ['{"data":{"x":[{"cidr":"10.0.0.0/8"}]}}', /cidr does not run here/],
  ['{"data":{"x":[{"exists":"true"}]}}', /true or false/],
  ['{"data":{"x":[{"prefix":1}]}}', /prefix takes a string/],
  ['{"data":{"x":[{"prefix":["a"]}]}}', /prefix takes a string/],
  ['{"data":{"x":[{"suffix":{"prefix":"a"}}]}}', /suffix takes a string or/],
  ['{"data":{"x":[{"suffix":{"equals-ignore-case":1}}]}}', /suffix takes a string/],
  ['{"data":{"x":[{"equals-ignore-case":["a"]}]}}', /equals-ignore-case takes a string/],
  ['{"data":{"x":[{"anything-but":[]}]}}', /anything-but takes/],
  ['{"data":{"x":[{"anything-but":null}]}}', /anything-but takes/],
  ['{"data":{"x":[{"anything-but":[true]}]}}', /anything-but takes/],
  ['{"data":{"x":[{"anything-but":["a",1]}]}}', /and not both/],
  ['{"data":{"x":[{"anything-but":{"prefix":"a"}}]}}', /anything-but prefix does not run here/],
  ['{"data":{"x":[{"numeric":5}]}}', /numeric takes an array/],
  ['{"data":{"x":[{"numeric":[]}]}}', /compares with =/],
  ['{"data":{"x":[{"numeric":["!=",5]}]}}', /compares with =/],
  ['{"data":{"x":[{"numeric":["="]}]}}', /with numbers/],
  ['{"data":{"x":[{"numeric":["=","5"]}]}}', /with numbers/],
  ['{"data":{"x":[{"numeric":["=",5,"<"]}]}}', /one comparison/],
  ['{"data":{"x":[{"numeric":[">",0,"<"]}]}}', /one comparison/],
  ['{"data":{"x":[{"numeric":[">",0,"<","1"]}]}}', /with numbers/],
  ['{"data":{"x":[{"numeric":[">",0,">",0]}]}}', /one comparison/],
  ['{"data":{"x":[{"numeric":["<",5,">",0]}]}}', /one comparison/],
  ['{"data":{"x":[{"numeric":[">",5,"<",5]}]}}', /below the upper/],
  ['{"data":{"x":[{"numeric":[">",5,"<",4]}]}}', /below the upper/],
  ['{"data":{"x":[{"numeric":["=",5000000001]}]}}', /from -5000000000 to 5000000000/],
  ['{"data":{"x":[{"numeric":["=",-1e99]}]}}', /from -5000000000/],
  ['{"data":{"x":[{"numeric":["=",0.1234567]}]}}', /6 decimals/],
  ['{"data":{"x":[{"numeric":["=",1e-7]}]}}', /6 decimals/],
  ['{"data":{"$or":[]}}', /empty array/],
  ['{"data":{"$or":[{"x":["a"]}]}}', /no operator x/],
  ['{"data":{"$or":[{"x":["a"]},"b"]}}', /no operator x/],
  ['{"awsRegion":["us-east-1"]}', /awsRegion: filtering on this metadata is not supported/],
])('the pattern %s is refused (rule 5.8)', (pattern, reason) => {
  const refused = () => parseFilterCriteria(['{"data":{"x":["a"]}}', pattern]);
  expect(refused).toThrow(FilterPatternError);
  expect(refused).toThrow(
    expect.objectContaining({
      message: 'Invalid filter pattern definition.',
      reason: expect.stringMatching(/^Filter 2: .*\.$/s),
    }),
  );
  expect(refused).toThrow(expect.objectContaining({ reason: expect.stringMatching(reason) }));
});

test.each(['[1e-6]', '[10.000000000]', '[1000e-9]', '[0.0e-99]'])(
  'numeric takes %s, which has six decimals or fewer',
  (operand) => {
    const [number] = operand.slice(1, -1).split(',');
    const rule = `{"data":{"x":[{"numeric":["=",${number}]}]}}`;
    expect(passes(rule, `{"x":${number}}`)).toBe(true);
  },
);
