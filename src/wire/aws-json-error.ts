import type { AwsError } from '../aws/aws-error.ts';
import { type AwsJsonVersion, awsJsonMediaType } from './aws-json.ts';
import type { WireResponse } from './message.ts';

/**
 * Errors that AWS's framework answers before an operation runs. Services that speak JSON 1.0 put
 * the framework's namespace before their names, those of JSON 1.1 do not (observed on AWS).
 */
const FRAMEWORK_NAMESPACES: Readonly<Record<string, string>> = {
  SerializationException: 'com.amazon.coral.service',
  UnknownOperationException: 'com.amazon.coral.service',
  InternalFailure: 'com.amazon.coral.service',
  ValidationException: 'com.amazon.coral.validate',
};

/** An error as a JSON protocol answers it: `{"__type": "...", "message": "..."}`. */
export function encodeAwsJsonError(error: AwsError, version: AwsJsonVersion): WireResponse {
  const text = error.message === '' ? {} : { [messageName(error)]: error.message };
  return {
    status: error.status,
    headers: {
      'content-type': awsJsonMediaType(version),
      ...(error.queryCode && { 'x-amzn-query-error': `${error.queryCode};${error.fault}` }),
    },
    body: JSON.stringify({ __type: typeName(error, version), ...text, ...error.members }),
  };
}

/** SQS and CloudWatch have kept the codes of their older protocol beside those of JSON. */
function typeName(error: AwsError, version: AwsJsonVersion): string {
  if (error.queryCode) return `${error.namespace}#${error.code}`;
  const namespace = FRAMEWORK_NAMESPACES[error.code];
  return namespace && version === '1.0' ? `${namespace}#${error.code}` : error.code;
}

/** The framework spells the member differently in this one error (observed on AWS). */
const messageName = (error: AwsError) =>
  error.code === 'SerializationException' ? 'Message' : 'message';
