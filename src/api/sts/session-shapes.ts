import type { Credentials } from '../../sts/sessions.ts';
import { integer, list, required, string, structure, timestamp } from '../../wire/shape.ts';

export const arn = string({ min: 20, max: 2048 });
export const sessionName = string({ min: 2, max: 64, pattern: '[\\w+=,.@-]*' });
export const policyArns = list(structure({ arn }));
export const roleSeconds = integer({ min: 900, max: 43_200 });
/** Source: AssumeRole API reference. */
export const USUAL_ROLE_SECONDS = 3600;

export const credentials = structure({
  AccessKeyId: required(string()),
  SecretAccessKey: required(string()),
  SessionToken: required(string()),
  Expiration: required(timestamp()),
});

export const assumedRoleUser = structure({ AssumedRoleId: string(), Arn: string() });

export const writeCredentials = (given: Credentials) => ({
  AccessKeyId: given.accessKeyId,
  SecretAccessKey: given.secretAccessKey,
  SessionToken: given.sessionToken,
  Expiration: given.expiresMs,
});
