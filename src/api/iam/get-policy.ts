import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { arn } from './iam-shapes.ts';
import { policyShape, shownPolicy } from './policy-shapes.ts';

export const getPolicy = operation<Iam>()({
  name: 'GetPolicy',
  input: structure({ PolicyArn: required(arn) }),
  output: structure({ Policy: policyShape }),
  handle({ policies }, { PolicyArn }, { scope }) {
    const { length } = policies.rolesWith(scope, PolicyArn);
    return { Policy: shownPolicy(policies.get(scope, PolicyArn), length) };
  },
});
