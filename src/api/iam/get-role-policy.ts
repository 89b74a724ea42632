import type { Iam } from '../../iam/iam.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { policyName, roleName, writeDocument } from './iam-shapes.ts';

export const getRolePolicy = operation<Iam>()({
  name: 'GetRolePolicy',
  input: structure({ RoleName: required(roleName), PolicyName: required(policyName) }),
  output: structure({
    RoleName: required(string()),
    PolicyName: required(string()),
    PolicyDocument: required(string()),
  }),
  handle({ roles }, { RoleName, PolicyName }, { scope }) {
    const document = roles.policyOf(scope, RoleName, PolicyName);
    return { RoleName, PolicyName, PolicyDocument: writeDocument(document) };
  },
});
