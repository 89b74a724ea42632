import type { Iam } from '../../iam/iam.ts';
import { list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { pathPrefix } from './iam-shapes.ts';
import { pageInput, pageOf, pageOutput } from './page.ts';
import { listedRole, roleShape } from './role-shapes.ts';

export const listRoles = operation<Iam>()({
  name: 'ListRoles',
  input: structure({ PathPrefix: pathPrefix, ...pageInput }),
  output: structure({ Roles: required(list(roleShape)), ...pageOutput }),
  handle({ roles }, { PathPrefix = '/', ...input }, { scope }) {
    const found = roles.list(scope).filter(({ path }) => path.startsWith(PathPrefix));
    const { page, more } = pageOf(found, input);
    return { Roles: page.map(listedRole), ...more };
  },
});
