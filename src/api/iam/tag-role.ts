import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { readTags, roleName, tags } from './iam-shapes.ts';

export const tagRole = operation<Iam>()({
  name: 'TagRole',
  input: structure({ RoleName: required(roleName), Tags: required(tags) }),
  output: structure({}),
  async handle({ roles }, { RoleName, Tags }, { scope }) {
    await roles.changeTags(scope, RoleName, { set: readTags(Tags) });
    return {};
  },
});
