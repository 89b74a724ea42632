import type { Protocol } from '../api/operation.ts';
import { AwsError } from '../aws/aws-error.ts';

/** What can be wrong with a signature. */
export type AuthProblem =
  | 'missing'
  | 'incomplete'
  | 'unknown key'
  | 'expired token'
  | 'mismatch'
  | 'skewed'
  | 'expired'
  | 'not scoped'
  | 'unsigned headers'
  | 'payload mismatch'
  | 'older version';

interface Told {
  readonly code: string;
  readonly status: number;
  /** The text, where it says no more than the problem. */
  readonly text?: string;
}

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS ' +
  'Secret Access Key and signing method. Consult the service documentation for details.';
const INVALID_TOKEN = 'The security token included in the request is invalid.';
const EXPIRED_TOKEN = 'The security token included in the request is expired';
const wrong = (text?: string): Told => ({
  code: 'InvalidSignatureException',
  status: 400,
  ...(text && { text }),
});
const denied = (text: string): Told => ({ code: 'AccessDenied', status: 403, text });
const differs = (text?: string): Told => ({
  code: 'SignatureDoesNotMatch',
  status: 403,
  ...(text && { text }),
});

/** The errors of the JSON protocols, as Kinesis and DynamoDB have them. */
const JSON_ERRORS: Readonly<Record<AuthProblem, Told>> = {
  missing: {
    code: 'MissingAuthenticationTokenException',
    status: 400,
    text: 'Missing Authentication Token',
  },
  incomplete: { code: 'IncompleteSignatureException', status: 400 },
  'unknown key': { code: 'UnrecognizedClientException', status: 400, text: INVALID_TOKEN },
  'expired token': { code: 'ExpiredTokenException', status: 400, text: EXPIRED_TOKEN },
  mismatch: wrong(MISMATCH),
  skewed: wrong(),
  expired: wrong(),
  'not scoped': wrong(),
  'unsigned headers': wrong(),
  'payload mismatch': wrong(MISMATCH),
  'older version': { code: 'IncompleteSignatureException', status: 400 },
};

/** Lambda answers the same codes with status 403. */
const REST_JSON_ERRORS = Object.fromEntries(
  Object.entries(JSON_ERRORS).map(([problem, told]) => [problem, { ...told, status: 403 }]),
) as typeof JSON_ERRORS;

const QUERY_ERRORS: typeof JSON_ERRORS = {
  missing: {
    code: 'MissingAuthenticationToken',
    status: 403,
    text: 'Request is missing Authentication Token',
  },
  incomplete: { code: 'IncompleteSignature', status: 400 },
  'unknown key': { code: 'InvalidClientTokenId', status: 403, text: INVALID_TOKEN },
  'expired token': { code: 'ExpiredToken', status: 403, text: EXPIRED_TOKEN },
  mismatch: differs(MISMATCH),
  skewed: differs(),
  expired: differs(),
  'not scoped': differs(),
  'unsigned headers': differs(),
  'payload mismatch': differs(MISMATCH),
  'older version': { code: 'IncompleteSignature', status: 400 },
};

/** Amazon S3 API reference, "Error responses". */
const S3_ERRORS: typeof JSON_ERRORS = {
  missing: denied('Access Denied'),
  incomplete: { code: 'AuthorizationHeaderMalformed', status: 400 },
  'unknown key': {
    code: 'InvalidAccessKeyId',
    status: 403,
    text: 'The AWS Access Key Id you provided does not exist in our records.',
  },
  'expired token': { code: 'ExpiredToken', status: 400, text: 'The provided token has expired.' },
  mismatch: differs(
    'The request signature we calculated does not match the signature you provided. Check your key ' +
      'and signing method.',
  ),
  skewed: {
    code: 'RequestTimeTooSkewed',
    status: 403,
    text: 'The difference between the request time and the current time is too large.',
  },
  expired: denied('Request has expired'),
  'not scoped': { code: 'AuthorizationHeaderMalformed', status: 400 },
  'unsigned headers': denied('There were headers present in the request which were not signed'),
  'payload mismatch': {
    code: 'XAmzContentSHA256Mismatch',
    status: 400,
    text: "The provided 'x-amz-content-sha256' header does not match what was computed.",
  },
  'older version': {
    code: 'InvalidRequest',
    status: 400,
    text: 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  },
};

const BY_PROTOCOL = {
  'aws-json': JSON_ERRORS,
  'rest-json': REST_JSON_ERRORS,
  'rest-xml': S3_ERRORS,
  query: QUERY_ERRORS,
};

/** What is wrong with a signature, in the words of a protocol; `text` where those leave it open. */
export function authError(problem: AuthProblem, protocol: Protocol, text = ''): AwsError {
  const errors = BY_PROTOCOL[protocol.name as keyof typeof BY_PROTOCOL] ?? JSON_ERRORS;
  const told = errors[problem];
  return new AwsError(told.code, told.text ?? text, { status: told.status });
}

/** The signature is one for another service. */
export function notScoped(service: string, protocol: Protocol): AwsError {
  const text = `Credential should be scoped to correct service: '${service}'.`;
  return authError('not scoped', protocol, text);
}
