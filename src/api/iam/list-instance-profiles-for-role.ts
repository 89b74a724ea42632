import type { Iam } from '../../iam/iam.ts';
import { list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { roleName } from './iam-shapes.ts';
import { pageInput, pageOutput } from './page.ts';

/** There are no instance profiles here; tools ask for them before they delete a role. */
export const listInstanceProfilesForRole = operation<Iam>()({
  name: 'ListInstanceProfilesForRole',
  input: structure({ RoleName: required(roleName), ...pageInput }),
  output: structure({ InstanceProfiles: required(list(structure({}))), ...pageOutput }),
  handle({ roles }, { RoleName }, { scope }) {
    roles.get(scope, RoleName);
    return { InstanceProfiles: [], IsTruncated: false };
  },
});
