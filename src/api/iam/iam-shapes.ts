import { list, required, string, structure } from '../../wire/shape.ts';

export const roleName = string({ min: 1, max: 64, pattern: '[\\w+=,.@-]+' });
export const policyName = string({ min: 1, max: 128, pattern: '[\\w+=,.@-]+' });
export const arn = string({ min: 20, max: 2048 });
export const rolePath = string({
  min: 1,
  max: 512,
  pattern: '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)',
});
export const policyPath = string({
  min: 1,
  max: 512,
  pattern: '((/[A-Za-z0-9\\.,\\+@=_-]+)*)/',
});
export const pathPrefix = string({ min: 1, max: 512, pattern: '\\u002F[\\u0021-\\u007F]*' });
export const document = string({
  min: 1,
  max: 131_072,
  pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
});
export const roleDescription = string({
  max: 1000,
  pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*',
});
export const policyDescription = string({ max: 1000 });
export const versionId = string({ pattern: 'v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?' });

const TEXT = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]';
const tagKey = string({ min: 1, max: 128, pattern: `${TEXT}+` });
export const tagKeys = list(tagKey, { max: 50 });
export const tags = list(
  structure({
    Key: required(tagKey),
    Value: required(string({ max: 256, pattern: `${TEXT}*` })),
  }),
  { max: 50 },
);

export const readTags = (given: readonly { Key: string; Value: string }[] = []) =>
  Object.fromEntries(given.map(({ Key, Value }) => [Key, Value]));

export const writeTags = (given: Readonly<Record<string, string>>) =>
  Object.entries(given).map(([Key, Value]) => ({ Key, Value }));

/** IAM answers documents as they stand in a URL (IAM API reference); clients decode them. */
export const writeDocument = (text: string) => encodeURIComponent(text);
