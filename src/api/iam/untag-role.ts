import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { roleName, tagKeys } from './iam-shapes.ts';

export const untagRole = operation<Iam>()({
  name: 'UntagRole',
  input: structure({ RoleName: required(roleName), TagKeys: required(tagKeys) }),
  output: structure({}),
  async handle({ roles }, { RoleName, TagKeys }, { scope }) {
    await roles.changeTags(scope, RoleName, { removed: TagKeys });
    return {};
  },
});
