import { AwsError } from '../aws/aws-error.ts';
import type { Scope } from '../aws/scope.ts';
import { accountOfTemporaryKey } from '../aws/temporary-key.ts';
import { partOf } from './read-signature.ts';

/** Who signed a request, and for which service of which region, as the signature says. */
export interface Credential {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name: `kinesis`, `lambda`. */
  readonly service: string;
}

/**
 * Reads the credential of a request that is signed with Signature Version 4, in its `Authorization`
 * header or in its query (a presigned URL), or of an older presigned URL of S3. Undefined for a request that is not signed so. The
 * signature itself is not verified: whoever reaches this endpoint may use it.
 *
 * @throws AwsError `IncompleteSignatureException` when the credential is not of AWS's form.
 */
export function readCredential(
  authorization: string | undefined,
  query: URLSearchParams,
): Credential | undefined {
  const text = authorization?.startsWith('AWS4-HMAC-SHA256')
    ? (partOf(authorization, 'Credential') ?? '')
    : query.get('X-Amz-Credential');
  if (text === null) return olderCredential(query);
  const known = knownCredentials.get(text);
  if (known) return known;
  const credential = parseCredential(text);
  if (knownCredentials.size >= MOST_KNOWN) knownCredentials.clear();
  knownCredentials.set(text, credential);
  return credential;
}

/** A client signs all of its requests of a day with the same credential. */
const knownCredentials = new Map<string, Credential>();
const MOST_KNOWN = 100;

function parseCredential(text: string): Credential {
  // An access key may hold slashes; the scope of the signature always is the last four parts.
  const parts = text.split('/');
  const [, region, service, terminator] = parts.slice(-4);
  const accessKeyId = parts.slice(0, -4).join('/');
  const isWhole = accessKeyId !== '' && terminator === 'aws4_request';
  if (isWhole && region && service && NAME.test(region) && NAME.test(service))
    return { accessKeyId, region, service };
  throw new AwsError(
    'IncompleteSignatureException',
    'Credential must have the form <access key>/<date>/<region>/<service>/aws4_request.',
  );
}

/** boto3 still presigns URLs of S3 with Signature Version 2, which names neither service nor region. */
function olderCredential(query: URLSearchParams): Credential | undefined {
  const accessKeyId = query.get('AWSAccessKeyId');
  const isPresigned = query.has('Signature') && query.has('Expires');
  return accessKeyId && isPresigned
    ? { accessKeyId, region: 'us-east-1', service: 's3' }
    : undefined;
}

const NAME = /^[a-z0-9-]{1,64}$/;

/**
 * The account and region that a request works in. An access key of twelve digits is taken as the
 * account, so that a client chooses one without any set-up; a temporary key says its account; other
 * keys belong to the default.
 */
export function scopeOf(credential: Credential | undefined, defaults: Scope): Scope {
  if (!credential) return defaults;
  const { accessKeyId } = credential;
  const named = /^\d{12}$/.test(accessKeyId) ? accessKeyId : accountOfTemporaryKey(accessKeyId);
  return {
    account: named ?? defaults.account,
    region: credential.region,
  };
}
