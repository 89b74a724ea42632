import { expect, test } from 'vitest';
import { plan, refusals } from './plan.suite.ts';

const withParameter = (definition: string) => `
Parameters:
  It: ${definition}
Resources:
  Orders: { Type: AWS::Kinesis::Stream, Properties: { ShardCount: 1 } }
Outputs:
  It: { Value: !Sub '\${It}' }
`;

test.each([
  ['{ Type: String, Default: a }', undefined, 'a'],
  ['{ Type: String, Default: a }', 'b', 'b'],
  ["{ Type: String, Default: '' }", undefined, ''],
  ['{ Type: Number, Default: 5 }', undefined, '5'],
  ['{ Type: Number, MinValue: 1, MaxValue: 9 }', '9', '9'],
  ['{ Type: String, AllowedValues: [1, two] }', '1', '1'],
  ['{ Type: String, AllowedPattern: "[a-z]+" }', 'abc', 'abc'],
  ['{ Type: AWS::EC2::Subnet::Id, Default: subnet-1 }', undefined, 'subnet-1'],
])('%s with %j is %j', (definition, override, expected) => {
  const overrides = override === undefined ? {} : { parameterOverrides: { It: override } };
  expect(plan(withParameter(definition), overrides).outputs[0]?.value).toBe(expected);
});

test.each([
  [
    '{ Type: String }',
    undefined,
    'Parameters: [It] must have values. Give it a Default, or a value when you start the template.',
  ],
  ['{ Type: Number }', 'x', "Parameter 'It' must be a number."],
  ['{ Type: List<Number>, Default: "1,x" }', undefined, "Parameter 'It' must be a number."],
  ['{ Type: Number, MinValue: 3 }', '2', "Parameter 'It' must be a number not less than 3."],
  ['{ Type: Number, MaxValue: 3 }', '4', "Parameter 'It' must be a number not greater than 3."],
  ['{ Type: String, MinLength: 3 }', 'ab', "Parameter 'It' must contain at least 3 characters."],
  ['{ Type: String, MaxLength: 1 }', 'ab', "Parameter 'It' must contain at most 1 characters."],
  ['{ Type: String, AllowedValues: [a, b] }', 'c', "Parameter 'It' must be one of AllowedValues."],
  ['{ Type: String, AllowedPattern: "[a-z]" }', 'ab', "Parameter 'It' must match pattern [a-z]."],
  [
    '{ Type: String, AllowedPattern: "[", Default: a }',
    undefined,
    'AllowedPattern is no regular expression that runs here: [.',
  ],
  [
    '{ Type: String, MaxLength: 1, ConstraintDescription: one letter. }',
    'ab',
    "Parameter 'It' must contain at most 1 characters: one letter.",
  ],
  ['{ Type: Strin, Default: a }', undefined, 'There is no parameter type Strin.'],
  ['{ Default: a }', undefined, 'The parameter It has no Type; give it one.'],
  [
    '{ Type: String, Defalt: a, Default: b }',
    undefined,
    'There is no parameter attribute Defalt. Did you mean Default?',
  ],
])('%s with %j is refused', (definition, override, message) => {
  const overrides = override === undefined ? {} : { parameterOverrides: { It: override } };
  const lines = refusals(withParameter(definition), overrides);
  expect(lines.map((line) => line.replace(/^template\.yaml:3:\d+: /, ''))).toEqual([message]);
});

test('what is wrong with a secret does not tell the secret', () => {
  const text = withParameter('{ Type: String, NoEcho: true, AllowedPattern: "[a-z]+" }');
  const lines = refusals(text, { parameterOverrides: { It: 'S3CRET' } });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('S3CRET');
});

test('a value for a parameter that is not there is refused', () => {
  const text = withParameter('{ Type: String, Default: a }');
  expect(refusals(text, { parameterOverrides: { Itt: 'x' } })).toEqual([
    'template.yaml:1:1: Parameters: [Itt] do not exist in the template. Did you mean It?',
  ]);
});

test('a parameter called __proto__ is one like any other', () => {
  const overrides = JSON.parse('{"__proto__":"x"}');
  expect(
    refusals(withParameter('{ Type: String, Default: a }'), { parameterOverrides: overrides }),
  ).toEqual(['template.yaml:1:1: Parameters: [__proto__] do not exist in the template.']);
});

test('a value from the parameter store is refused where something that runs needs it', () => {
  const type = '{ Type: AWS::SSM::Parameter::Value<String>, Default: /a/b }';
  expect(plan(withParameter(type)).outputs).toEqual([]);
  const needed = withParameter(type).replace('ShardCount: 1', 'ShardCount: !Ref It');
  expect(refusals(needed)).toEqual([
    'template.yaml:5:72: The parameter It is read from the Systems Manager parameter store (AWS::SSM::Parameter::Value<String>), which does not exist here; make it a String to run it locally.',
  ]);
});
