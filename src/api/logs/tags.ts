import { parseArn } from '../../aws/arn.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { isSameScope, type Scope } from '../../aws/scope.ts';
import { list, map, string } from '../../wire/shape.ts';
import { groupOf } from './log-shapes.ts';

const KEY = { min: 1, max: 128, pattern: '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)' };
const VALUE = { max: 256, pattern: '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)' };

export const tags = { ...map(string(VALUE), { min: 1, max: 50 }), key: string(KEY) };
export const tagKeys = (size: { readonly min?: number; readonly max?: number }) =>
  list(string(KEY), size);
export const resourceArn = string({ min: 1, max: 1011, pattern: '[\\w+=/:,.@-]*' });

/** The group that a tag operation names by its ARN: nothing else that could have tags is here. */
export function taggedGroup(arn: string, scope: Scope): string {
  const parsed = parseArn(arn);
  if (!parsed) throw new AwsError('InvalidParameterException', `Invalid resource ARN: ${arn}`);
  const isOwn = isSameScope(parsed, scope) && parsed.resource.startsWith('log-group:');
  if (isOwn) return groupOf({ logGroupIdentifier: arn }, scope);
  const text = `The specified resource does not exist: ${arn}`;
  throw new AwsError('ResourceNotFoundException', text);
}
