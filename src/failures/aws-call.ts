import { FailuresError, type FailuresErrorCode } from './failures-error.ts';
import { permissionText } from './needed-permission.ts';

/** What the names of AWS's errors mean to whoever typed the command. */
const CODES: readonly (readonly [RegExp, FailuresErrorCode])[] = [
  [/^(AccessDenied|Forbidden|KMS\.?AccessDenied|NotAuthorized)/, 'AccessDenied'],
  [/^(UnrecognizedClient|ExpiredToken|InvalidClientTokenId)/, 'NoCredentials'],
  [/^(InvalidSignature|SignatureDoesNotMatch)/, 'NoCredentials'],
  [/^(CredentialsProviderError|TokenProviderError|InvalidAccessKeyId)/, 'NoCredentials'],
  [/(NotFound|NonExistent|DoesNotExist|NoSuchBucket|NoSuchKey)/, 'NotFound'],
  [/(Throttl|ProvisionedThroughputExceeded|TooManyRequests|LimitExceeded)/, 'Throttled'],
  [/(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|TimeoutError)/, 'Unreachable'],
];

/** What to do about it, by what is known of the error: the first that fits. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/Region is missing/, ' Give --region, or set AWS_REGION.'],
  [/PermanentRedirect|AuthorizationHeaderMalformed/, ' Give the --region of the bucket.'],
  [/^Unreachable .*amazonaws\.com/, ' AWS cannot be reached from here.'],
  [/^Unreachable/, ' Start an endpoint with `sluicebox up`, give --endpoint-url, or --aws.'],
  [/^NoCredentials .*[Ss]ignature/, ' The secret access key is not that of the access key.'],
  [/^NoCredentials/, ' Give --profile, or log in as for the AWS CLI.'],
  [/^AccessDenied/, ' docs/failures.md has the policy that is needed.'],
];

/** What a client of AWS threw, as a sentence. */
function reasonOf(error: unknown): string {
  if (isForeignAnswer(error)) return 'What answers there is no endpoint of AWS.';
  const { name, message, code } = error as NodeJS.ErrnoException;
  const text = [name === 'Error' ? code : name, message].filter(Boolean).join(': ');
  return text.replace(/\.?$/, '.');
}

function adviceFor(kind: FailuresErrorCode, reason: string): string {
  return ADVICE.find(([pattern]) => pattern.test(`${kind} ${reason}`))?.[1] ?? '';
}

interface ResponseMetadata {
  readonly httpStatusCode?: number;
}

/** What kind of error a client of AWS threw. */
export function codeOf(error: unknown): FailuresErrorCode {
  if (error instanceof FailuresError) return error.code;
  if (isForeignAnswer(error)) return 'Unreachable';
  const { name = '', code = '', message = '' } = error as Partial<NodeJS.ErrnoException>;
  const { httpStatusCode } = (error as { $metadata?: ResponseMetadata }).$metadata ?? {};
  const found = CODES.find(([pattern]) => pattern.test(name) || pattern.test(code));
  if (found) return found[1];
  // What a HEAD request is answered has no body that would say more.
  if (httpStatusCode === 403) return 'AccessDenied';
  return /ECONNREFUSED|ENOTFOUND/.test(message) ? 'Unreachable' : 'Invalid';
}

/**
 * Whether what answered speaks no protocol of AWS, as any other web server: the SDK then finds no
 * JSON, CBOR or XML in its answer, or no HTTP/2.
 */
export function isForeignAnswer(error: unknown): boolean {
  const { message = '', code } = error as Partial<NodeJS.ErrnoException>;
  return code === 'ERR_HTTP2_ERROR' || message.includes('Deserialization error');
}

/**
 * Awaits a request to AWS. `what` says what was asked for, as in "Receiving from orders-dlq".
 *
 * @throws FailuresError in place of whatever the SDK throws
 */
export async function awsCall<Answer>(what: string, request: Promise<Answer>): Promise<Answer> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof FailuresError) throw error;
    const kind = codeOf(error);
    const reason = reasonOf(error);
    const needed = kind === 'AccessDenied' ? ` ${permissionText(error)}` : '';
    throw new FailuresError(kind, `${what} failed: ${reason}${needed}${adviceFor(kind, reason)}`, {
      cause: error,
    });
  }
}
