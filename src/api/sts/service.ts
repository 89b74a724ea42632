import type { Sessions } from '../../sts/sessions.ts';
import { bind, type Service } from '../operation.ts';
import { assumeRole } from './assume-role.ts';
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.ts';
import { toAwsError } from './errors.ts';
import { getCallerIdentity } from './get-caller-identity.ts';
import { getSessionToken } from './get-session-token.ts';

/** AWS STS: who somebody is, and how to be somebody else. */
export function stsService(sessions: Sessions): Service {
  return {
    signingName: 'sts',
    protocols: [
      {
        name: 'query',
        apiVersion: '2011-06-15',
        xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
      },
    ],
    validationWords: { code: 'ValidationError' },
    toAwsError,
    operations: bind(sessions, [
      assumeRole,
      assumeRoleWithWebIdentity,
      getCallerIdentity,
      getSessionToken,
    ]),
  };
}
