import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { arn, tagKeys } from './iam-shapes.ts';

export const untagPolicy = operation<Iam>()({
  name: 'UntagPolicy',
  input: structure({ PolicyArn: required(arn), TagKeys: required(tagKeys) }),
  output: structure({}),
  async handle({ policies }, { PolicyArn, TagKeys }, { scope }) {
    await policies.changeTags(scope, PolicyArn, { removed: TagKeys });
    return {};
  },
});
