import type { Sessions } from '../../sts/sessions.ts';
import { readWebIdentity } from '../../sts/web-identity.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { refuse } from './errors.ts';
import {
  arn,
  assumedRoleUser,
  credentials,
  policyArns,
  roleSeconds,
  sessionName,
  sessionPolicy,
  USUAL_ROLE_SECONDS,
  writeCredentials,
} from './session-shapes.ts';

/** The token is read and not verified. */
export const assumeRoleWithWebIdentity = operation<Sessions>()({
  name: 'AssumeRoleWithWebIdentity',
  input: structure({
    RoleArn: required(arn),
    RoleSessionName: required(sessionName),
    WebIdentityToken: required(string({ min: 4, max: 20_000 })),
    ProviderId: string({ min: 4, max: 2048 }),
    PolicyArns: policyArns,
    Policy: sessionPolicy(2048),
    DurationSeconds: roleSeconds,
  }),
  output: structure({
    Credentials: credentials,
    SubjectFromWebIdentityToken: string(),
    AssumedRoleUser: assumedRoleUser,
    Provider: string(),
    Audience: string(),
  }),
  async handle(sessions, input, { scope }) {
    const { ProviderId, PolicyArns, Policy } = input;
    refuse({ ProviderId, PolicyArns, Policy });
    const { subject, provider, audience } = readWebIdentity(input.WebIdentityToken);
    const assumed = await sessions.assumeRole(scope, {
      roleArn: input.RoleArn,
      sessionName: input.RoleSessionName,
      seconds: input.DurationSeconds ?? USUAL_ROLE_SECONDS,
    });
    const { userId, arn: Arn } = assumed.identity;
    return {
      Credentials: writeCredentials(assumed.credentials),
      SubjectFromWebIdentityToken: subject,
      AssumedRoleUser: { AssumedRoleId: userId, Arn },
      Provider: provider,
      Audience: audience,
    };
  },
});
