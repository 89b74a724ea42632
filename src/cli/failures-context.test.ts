import { expect, test } from 'vitest';
import { openFailures } from './failures-context.ts';

test.each([{ stackName: 'orders' }, { parameterOverrides: ['Stage=test'] }])(
  '%j without a template is refused',
  async (flags) => {
    await expect(openFailures(flags)).rejects.toThrow('go with --template');
  },
);
