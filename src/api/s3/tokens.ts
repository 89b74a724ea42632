import { AwsError } from '../../aws/aws-error.ts';

/** A token to go on behind a name or a key. */
export function tokenOf(place: string): string {
  return Buffer.from(place).toString('base64url');
}

/**
 * The name or key that a token stands for.
 *
 * @throws AwsError InvalidArgument for what is no token
 */
export function placeOfToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const place = Buffer.from(token, 'base64url').toString();
  if (token !== '' && tokenOf(place) === token) return place;
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect', {
    members: { ArgumentName: 'continuation-token' },
  });
}
