import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { arn } from './iam-shapes.ts';

export const deletePolicy = operation<Iam>()({
  name: 'DeletePolicy',
  input: structure({ PolicyArn: required(arn) }),
  output: structure({}),
  async handle({ policies }, { PolicyArn }, { scope }) {
    await policies.remove(scope, PolicyArn);
    return {};
  },
});
