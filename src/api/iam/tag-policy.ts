import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { arn, readTags, tags } from './iam-shapes.ts';

export const tagPolicy = operation<Iam>()({
  name: 'TagPolicy',
  input: structure({ PolicyArn: required(arn), Tags: required(tags) }),
  output: structure({}),
  async handle({ policies }, { PolicyArn, Tags }, { scope }) {
    await policies.changeTags(scope, PolicyArn, { set: readTags(Tags) });
    return {};
  },
});
