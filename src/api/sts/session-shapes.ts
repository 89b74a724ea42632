import type { Credentials } from '../../sts/sessions.ts';
import { integer, list, required, string, structure, timestamp } from '../../wire/shape.ts';

const TEXT =
  '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+';
export const arn = string({ min: 20, max: 2048, pattern: TEXT });
/** Of a session that may do less than its role; refused. */
export const sessionPolicy = (max?: number) =>
  string({
    min: 1,
    ...(max !== undefined && { max }),
    pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
  });
export const serialNumber = string({ min: 9, max: 256, pattern: '[\\w+=/:,.@-]*' });
const TAG = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]';
export const tagKey = string({ min: 1, max: 128, pattern: `${TAG}+` });
export const tagValue = string({ max: 256, pattern: `${TAG}*` });
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

export const assumedRoleUser = structure({
  AssumedRoleId: required(string()),
  Arn: required(string()),
});

export const writeCredentials = (given: Credentials) => ({
  AccessKeyId: given.accessKeyId,
  SecretAccessKey: given.secretAccessKey,
  SessionToken: given.sessionToken,
  Expiration: given.expiresMs,
});
