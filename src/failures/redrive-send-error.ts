import { permissionText } from './needed-permission.ts';
import type { SendOutcome } from './redrive-target.ts';

/** What is looked at in an error of the AWS SDK. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** The request never left: nothing listens, there is no such name, or nobody to sign it. */
const NEVER_LEFT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CredentialsProviderError/;

/** Try later: throttled by Lambda or Kinesis (their API references). */
const THROTTLED = new Set([
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'KMSThrottlingException',
  'LimitExceededException',
]);

/**
 * Errors of status 5xx with which Lambda did not start the function (Invoke in the Lambda API
 * reference); after any other it may have run.
 */
const NOT_STARTED =
  /^(EC2|EFS|ENI|InvalidRuntime|InvalidSecurityGroup|InvalidSubnet|InvalidZipFile|KMS|SnapStart|SubnetIP)/;

/** Nothing else that is sent with these credentials would fare better. */
const CONCERNS_ALL = new Set([
  'AccessDeniedException',
  'ExpiredTokenException',
  'InvalidSignatureException',
  'UnrecognizedClientException',
  'CredentialsProviderError',
]);

/** Whether the same request may do better in a moment. */
export function isThrottled(error: unknown): boolean {
  return THROTTLED.has((error as SdkError).name);
}

/**
 * What an error says about the records that were being sent: whether they certainly did not arrive.
 * When in doubt they may have: a repeated send is worse than a question.
 */
export function outcomeOfError(error: unknown): SendOutcome {
  const { name, message, code, $metadata } = error as SdkError;
  const needed = name === 'AccessDeniedException' ? ` ${permissionText(error)}` : '';
  const reason = `${name}: ${message || code || 'no more is known'}${needed}`;
  if (NEVER_LEFT.test(`${name} ${code} ${message}`)) {
    return { type: 'failed', reason, concernsAll: true };
  }
  const status = $metadata?.httpStatusCode ?? 0;
  const isRefused = (status >= 400 && status < 500) || NOT_STARTED.test(name);
  if (!isRefused) return { type: 'unknown', reason: `It may have arrived. ${reason}` };
  return CONCERNS_ALL.has(name)
    ? { type: 'failed', reason, concernsAll: true }
    : { type: 'failed', reason };
}
