import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { arn, tags, writeTags } from './iam-shapes.ts';
import { pageInput, pageOf, pageOutput } from './page.ts';

export const listPolicyTags = operation<Iam>()({
  name: 'ListPolicyTags',
  input: structure({ PolicyArn: required(arn), ...pageInput }),
  output: structure({ Tags: required(tags), ...pageOutput }),
  handle({ policies }, { PolicyArn, ...input }, { scope }) {
    const { page, more } = pageOf(writeTags(policies.get(scope, PolicyArn).tags), input);
    return { Tags: [...page], ...more };
  },
});
