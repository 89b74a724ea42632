import { expect, test } from 'vitest';
import type { BoundOperation } from '../../src/api/operation.ts';
import { integer, list, required, string, structure } from '../../src/wire/shape.ts';
import { constraintsOf } from './constraints.ts';
import { differences } from './differences.ts';

const model = {
  operations: { Put: { input: { shape: 'PutInput' } } },
  shapes: {
    PutInput: {
      type: 'structure',
      required: ['Name'],
      members: {
        Name: { shape: 'Name', location: 'uri' as const, locationName: 'Name' },
        Limit: { shape: 'Limit' },
        Names: { shape: 'Names' },
        Self: { shape: 'PutInput' },
      },
    },
    Name: { type: 'string', min: 0, max: 5, pattern: '^a+$' },
    Limit: { type: 'integer', min: 0 },
    Names: { type: 'list', member: { shape: 'Kind' } },
    Kind: { type: 'string', enum: ['A', 'B'] },
  },
};
const put = (members: Parameters<typeof structure>[0]): BoundOperation => ({
  name: 'Put',
  input: structure(members),
  output: structure({}),
  handle: async () => ({}),
});

test('a shape that is that of the model differs in nothing', () => {
  const Name = required(string({ in: 'path', max: 5, pattern: 'a+' }));
  const Names = list(string({ enum: ['A', 'B'] }));
  const same = put({ Name, Names, Limit: integer({ min: 0 }), Self: structure({}) });
  expect(differences(model, same)).toEqual([]);
});

test('whatever differs is told', () => {
  const Names = list(string({ enum: ['B', 'A'] }));
  const other = put({ Name: string({ max: 6 }), Names, Limit: string(), Extra: string() });
  expect(differences(model, other)).toEqual([
    'Name: required',
    'Name: in path, here the body',
    'Name: max 5, here 6',
    'Name: pattern a+, here none',
    'Limit: integer, here string',
    'Names[]: enum A, B, here B, A',
    'Self: missing',
    'Extra: unknown',
  ]);
});

test('each constraint has an input that breaks it', () => {
  const inner = structure({ Size: integer({ max: 3 }) });
  expect(constraintsOf(structure({ Name: required(string({ min: 1 })), Inner: inner }))).toEqual([
    {
      wrong: { Name: undefined },
      text: "at 'name' failed to satisfy constraint: Member must not be null",
    },
    {
      wrong: { Name: '' },
      text: "at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    },
    {
      wrong: { Inner: { Size: 4 } },
      text: "at 'inner.size' failed to satisfy constraint: Member must have value less than or equal to 3",
    },
  ]);
});
