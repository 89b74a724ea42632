import type { Sessions } from '../../sts/sessions.ts';
import { integer, list, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { refuse } from './errors.ts';
import {
  arn,
  assumedRoleUser,
  credentials,
  policyArns,
  roleSeconds,
  serialNumber,
  sessionName,
  sessionPolicy,
  tagKey,
  tagValue,
  USUAL_ROLE_SECONDS,
  writeCredentials,
} from './session-shapes.ts';

/**
 * Nobody asks whether the caller may, so what only matters to that question (ExternalId, a code of a
 * device) is taken, as it is on AWS where the role does not ask for it.
 */
export const assumeRole = operation<Sessions>()({
  name: 'AssumeRole',
  input: structure({
    RoleArn: required(arn),
    RoleSessionName: required(sessionName),
    PolicyArns: policyArns,
    Policy: sessionPolicy(),
    DurationSeconds: roleSeconds,
    Tags: list(structure({ Key: required(tagKey), Value: required(tagValue) }), { max: 50 }),
    TransitiveTagKeys: list(tagKey, { max: 50 }),
    ExternalId: string({ min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' }),
    SerialNumber: serialNumber,
    TokenCode: string({ min: 6, max: 6, pattern: '[\\d]*' }),
    SourceIdentity: sessionName,
    ProvidedContexts: list(
      structure({ ProviderArn: arn, ContextAssertion: string({ min: 4, max: 2048 }) }),
      { min: 1, max: 5 },
    ),
  }),
  output: structure({
    Credentials: credentials,
    AssumedRoleUser: assumedRoleUser,
    PackedPolicySize: integer(),
    SourceIdentity: string(),
  }),
  async handle(sessions, input, { scope }) {
    const { PolicyArns, Policy, Tags, TransitiveTagKeys, ProvidedContexts } = input;
    refuse({ PolicyArns, Policy, Tags, TransitiveTagKeys, ProvidedContexts });
    const assumed = await sessions.assumeRole(scope, {
      roleArn: input.RoleArn,
      sessionName: input.RoleSessionName,
      seconds: input.DurationSeconds ?? USUAL_ROLE_SECONDS,
    });
    const { userId, arn: Arn } = assumed.identity;
    return {
      Credentials: writeCredentials(assumed.credentials),
      AssumedRoleUser: { AssumedRoleId: userId, Arn },
      ...(input.SourceIdentity !== undefined && { SourceIdentity: input.SourceIdentity }),
    };
  },
});
