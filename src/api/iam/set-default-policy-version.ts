import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { arn, versionId } from './iam-shapes.ts';

export const setDefaultPolicyVersion = operation<Iam>()({
  name: 'SetDefaultPolicyVersion',
  input: structure({ PolicyArn: required(arn), VersionId: required(versionId) }),
  output: structure({}),
  async handle({ policies }, { PolicyArn, VersionId }, { scope }) {
    await policies.setDefaultVersion(scope, PolicyArn, VersionId);
    return {};
  },
});
