// Errors in the forms in which AWS's Node.js runtime shows them: to the caller, and in the log.
import { types } from 'node:util';

class RuntimeError extends Error {
  constructor(name, message, options) {
    super(message, options);
    // Not enumerable, so that the log does not show it twice.
    Object.defineProperty(this, 'name', { value: `Runtime.${name}` });
  }
}

export const malformedHandlerName = (message) => new RuntimeError('MalformedHandlerName', message);

export const handlerNotFound = (message) => new RuntimeError('HandlerNotFound', message);

export const callbackHandlerDeprecated = () =>
  new RuntimeError(
    'CallbackHandlerDeprecated',
    'ERROR: AWS Lambda has removed support for callback-based function handlers starting with ' +
      'Node.js 24. You need to modify this function to use a supported handler signature to use ' +
      'Node.js 24 or later. For more information see ' +
      'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
  );

/** The type is AWS's; the exact text is not published. */
export const nodeJsExit = () =>
  new RuntimeError(
    'NodeJsExit',
    'The Lambda runtime client detected an unexpected Node.js exit code: the event loop is empty, ' +
      "but the handler's promise was never settled.",
  );

export const unserializableResponse = (cause) =>
  new RuntimeError('JSONStringifyError', 'Unable to stringify response body', { cause });

/** What could not be loaded, in the words of the loader. */
export function importError(cause) {
  if (cause instanceof SyntaxError) {
    const error = new RuntimeError('UserCodeSyntaxError', String(cause));
    error.stack = cause.stack;
    return error;
  }
  if (cause?.code === 'MODULE_NOT_FOUND') {
    return new RuntimeError('ImportModuleError', String(cause));
  }
  return cause;
}

export class UnhandledPromiseRejection extends RuntimeError {
  constructor(reason, promise) {
    super('UnhandledPromiseRejection', String(reason));
    this.reason = reason;
    this.promise = promise;
  }
}

const isError = (value) =>
  types.isNativeError(value) ||
  (typeof value?.name === 'string' &&
    typeof value?.message === 'string' &&
    typeof value?.stack === 'string');

/** The document that the caller of the function gets. */
export function errorDocument(error) {
  try {
    if (!isError(error)) {
      return { errorType: typeof error, errorMessage: String(error), trace: [] };
    }
    return {
      errorType: String(error.name),
      errorMessage: String(error.message),
      trace: String(error.stack).split('\n'),
    };
  } catch {
    const errorMessage =
      'callback called with Error argument, but there was a problem while retrieving one or more ' +
      'of its message, name, and stack';
    return { errorType: 'handled', errorMessage, trace: [] };
  }
}

/** Members of an error that JSON would leave out, then those that the user gave it. */
function withHiddenMembers(_key, value) {
  if (!(value instanceof Error)) return value;
  return {
    errorType: value.name,
    errorMessage: value.message,
    code: value.code,
    ...value,
    ...(typeof value.stack === 'string' && { stack: value.stack.split('\n') }),
  };
}

/** The error as the log shows it. AWS puts a tab before it. */
export function errorForLog(error) {
  try {
    return `\t${JSON.stringify(error, withHiddenMembers)}`;
  } catch {
    return `\t${JSON.stringify(errorDocument(error))}`;
  }
}
