import type { Iam } from '../../iam/iam.ts';
import { list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { arn } from './iam-shapes.ts';
import { pageInput, pageOf, pageOutput } from './page.ts';
import { listedVersion, versionShape } from './policy-shapes.ts';

/** The latest first. */
export const listPolicyVersions = operation<Iam>()({
  name: 'ListPolicyVersions',
  input: structure({ PolicyArn: required(arn), ...pageInput }),
  output: structure({ Versions: list(versionShape), ...pageOutput }),
  handle({ policies }, { PolicyArn, ...input }, { scope }) {
    const { versions, defaultVersionId } = policies.get(scope, PolicyArn);
    const { page, more } = pageOf([...versions].reverse(), input);
    return { Versions: page.map((version) => listedVersion(version, defaultVersionId)), ...more };
  },
});
