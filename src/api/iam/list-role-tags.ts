import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { roleName, tags, writeTags } from './iam-shapes.ts';
import { pageInput, pageOf, pageOutput } from './page.ts';

export const listRoleTags = operation<Iam>()({
  name: 'ListRoleTags',
  input: structure({ RoleName: required(roleName), ...pageInput }),
  output: structure({ Tags: required(tags), ...pageOutput }),
  handle({ roles }, { RoleName, ...input }, { scope }) {
    const { page, more } = pageOf(writeTags(roles.get(scope, RoleName).tags), input);
    return { Tags: [...page], ...more };
  },
});
