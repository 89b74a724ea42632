import { parseArn } from '../aws/arn.ts';
import { LambdaError } from './lambda-error.ts';

/** What a caller may write where a function is named, taken apart. */
export interface FunctionReference {
  readonly functionName: string;
  /** A version or an alias; absent when the caller named none. */
  readonly qualifier?: string;
  readonly account?: string;
  readonly region?: string;
}

const NAME = /^[a-zA-Z0-9-_]+$/;
const QUALIFIER = /^(\$LATEST|[a-zA-Z0-9-_]+)$/;
const ACCOUNT = /^\d{12}$/;

/**
 * Reads a name, `name:qualifier`, a partial ARN (`account:function:name`) or a whole one.
 * Throws `InvalidParameterValueException` for anything else.
 */
export function parseFunctionName(text: string): FunctionReference {
  const arn = parseArn(text);
  const scope = arn && { account: arn.account, region: arn.region };
  const parts = (arn ? arn.resource : text).split(':');
  const account = !arn && ACCOUNT.test(parts[0] ?? '') ? parts.shift() : undefined;
  if (parts[0] === 'function' && (arn || account || parts.length > 1)) parts.shift();
  const [functionName = '', qualifier, ...rest] = parts;
  const isForeign = arn !== undefined && arn.service !== 'lambda';
  const isMalformed =
    isForeign ||
    rest.length > 0 ||
    !NAME.test(functionName) ||
    (qualifier !== undefined && !QUALIFIER.test(qualifier));
  if (isMalformed) {
    throw new LambdaError('InvalidParameterValueException', `Invalid function name: ${text}`);
  }
  return {
    functionName,
    ...(qualifier !== undefined && { qualifier }),
    ...(account !== undefined && { account }),
    ...scope,
  };
}
