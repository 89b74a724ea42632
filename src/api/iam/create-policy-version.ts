import type { Iam } from '../../iam/iam.ts';
import { boolean, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { arn, document } from './iam-shapes.ts';
import { listedVersion, versionShape } from './policy-shapes.ts';

export const createPolicyVersion = operation<Iam>()({
  name: 'CreatePolicyVersion',
  input: structure({
    PolicyArn: required(arn),
    PolicyDocument: required(document),
    SetAsDefault: boolean(),
  }),
  output: structure({ PolicyVersion: versionShape }),
  async handle({ policies }, { PolicyArn, PolicyDocument, SetAsDefault = false }, { scope }) {
    const given = { document: PolicyDocument, isDefault: SetAsDefault };
    const version = await policies.createVersion(scope, PolicyArn, given);
    const { defaultVersionId } = policies.get(scope, PolicyArn);
    return { PolicyVersion: listedVersion(version, defaultVersionId) };
  },
});
