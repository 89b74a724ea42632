import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { arn, versionId } from './iam-shapes.ts';
import { shownVersion, versionShape } from './policy-shapes.ts';

export const getPolicyVersion = operation<Iam>()({
  name: 'GetPolicyVersion',
  input: structure({ PolicyArn: required(arn), VersionId: required(versionId) }),
  output: structure({ PolicyVersion: versionShape }),
  handle({ policies }, { PolicyArn, VersionId }, { scope }) {
    const { defaultVersionId } = policies.get(scope, PolicyArn);
    const version = policies.versionOf(scope, PolicyArn, VersionId);
    return { PolicyVersion: shownVersion(version, defaultVersionId) };
  },
});
