import { expectTypeOf, test } from 'vitest';
import { blob, type Infer, integer, list, map, required, string, structure } from './shape.ts';

test('a shape gives the type of its values', () => {
  const input = structure({
    StreamName: required(string({ min: 1 })),
    Limit: integer(),
    Records: list(structure({ Data: required(blob()) })),
    Tags: map(string()),
  });
  type Input = Infer<typeof input>;
  expectTypeOf<Input['StreamName']>().toEqualTypeOf<string>();
  expectTypeOf<Input['Limit']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<NonNullable<Input['Records']>[number]['Data']>().toEqualTypeOf<Uint8Array>();
  expectTypeOf<Input['Tags']>().toEqualTypeOf<Record<string, string> | undefined>();
});
