import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  document,
  policyDescription,
  policyName,
  policyPath,
  readTags,
  tags,
} from './iam-shapes.ts';
import { policyShape, shownPolicy } from './policy-shapes.ts';

export const createPolicy = operation<Iam>()({
  name: 'CreatePolicy',
  input: structure({
    PolicyName: required(policyName),
    Path: policyPath,
    PolicyDocument: required(document),
    Description: policyDescription,
    Tags: tags,
  }),
  output: structure({ Policy: policyShape }),
  async handle({ policies }, input, { scope }) {
    const policy = await policies.create(scope, {
      name: input.PolicyName,
      path: input.Path ?? '/',
      document: input.PolicyDocument,
      description: input.Description,
      tags: readTags(input.Tags),
    });
    return { Policy: shownPolicy(policy, 0) };
  },
});
