import type { Iam } from '../../iam/iam.ts';
import { list, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { roleName } from './iam-shapes.ts';
import { pageInput, pageOf, pageOutput } from './page.ts';

export const listRolePolicies = operation<Iam>()({
  name: 'ListRolePolicies',
  input: structure({ RoleName: required(roleName), ...pageInput }),
  output: structure({ PolicyNames: required(list(string())), ...pageOutput }),
  handle({ roles }, { RoleName, ...input }, { scope }) {
    const names = Object.keys(roles.get(scope, RoleName).inlinePolicies).sort();
    const { page, more } = pageOf(names, input);
    return { PolicyNames: [...page], ...more };
  },
});
