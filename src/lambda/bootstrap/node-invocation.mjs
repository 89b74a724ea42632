// One call of the handler. It ends in one of four ways: its promise settles, it calls back, one of
// the old `context.done`, `succeed` and `fail` is called, or the event loop runs empty.
import { logError } from './node-console.mjs';
import { nodeJsExit, unserializableResponse } from './node-errors.mjs';

const now = Date.now;
const later = setImmediate;
const stringify = JSON.stringify;
const parse = JSON.parse;

/** What to do when the event loop runs empty; undefined between invocations. */
let whenLoopIsEmpty;
process.on('beforeExit', () => {
  const act = whenLoopIsEmpty;
  whenLoopIsEmpty = undefined;
  act?.();
});

const runtimeMajor = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV)?.[1]);
const call = runtimeMajor >= 24 ? callPromised : callBack;

const isAsyncFunction = (handler) => handler.constructor?.name === 'AsyncFunction';

function serialize(result) {
  try {
    return stringify(result === undefined ? null : result) ?? 'null';
  } catch (error) {
    throw unserializableResponse(error);
  }
}

const jsonHeader = (text) => (text ? parse(text) : undefined);

function contextOf(headers, clockOffsetMs) {
  const deadlineMs = Number(headers['Lambda-Runtime-Deadline-Ms']);
  const { env } = process;
  return {
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: jsonHeader(headers['Lambda-Runtime-Client-Context']),
    identity: jsonHeader(headers['Lambda-Runtime-Cognito-Identity']),
    invokedFunctionArn: headers['Lambda-Runtime-Invoked-Function-Arn'],
    awsRequestId: headers['Lambda-Runtime-Aws-Request-Id'],
    getRemainingTimeInMillis: () => deadlineMs - (now() + clockOffsetMs),
  };
}

/** What handlers said of `callbackWaitsForEmptyEventLoop`, by context. */
const waiting = new WeakMap();

/**
 * An accessor, as it is on AWS. The same for all contexts: with one of its own, each invocation had V8
 * make a new kind of object, which kept the invocation's event in the heap until the next full collection.
 */
const CALLBACK_WAITS = {
  enumerable: true,
  configurable: true,
  get() {
    return waiting.has(this) ? waiting.get(this) : true;
  },
  set(value) {
    waiting.set(this, value);
  },
};

/** The callback, and the context, whose old methods do the same; only the first call counts. */
function callbacks(end, members) {
  let called = false;
  const once = (act) => {
    return (...parts) => {
      if (called) return;
      called = true;
      act(...parts);
    };
  };
  const failed = (error) => error !== undefined && error !== null;
  const done = (error, result) => end(failed(error) ? { error } : { result });
  const context = Object.defineProperty({}, 'callbackWaitsForEmptyEventLoop', CALLBACK_WAITS);
  context.succeed = once((result) => end({ result }));
  context.fail = once((error) => end({ error: failed(error) ? error : 'handled' }));
  context.done = once(done);
  Object.assign(context, members);
  const callback = once((error, result) => {
    if (failed(error) || !context.callbackWaitsForEmptyEventLoop) return done(error, result);
    whenLoopIsEmpty = () => later(() => end({ result }));
  });
  return { callback, context };
}

/** Since Node.js 24: the handler's promise, or what it returned, is the result. */
function callPromised(handler, event, context) {
  return new Promise((resolve, reject) => {
    whenLoopIsEmpty = () => reject(nodeJsExit());
    const run = async () => handler(event, context);
    run().then((result) => resolve({ result }), reject);
  });
}

/** Until Node.js 22: a promise, the callback, or the old methods of the context. */
function callBack(handler, event, members) {
  return new Promise((resolve) => {
    const end = (outcome) => {
      whenLoopIsEmpty = undefined;
      resolve(outcome);
    };
    const { callback, context } = callbacks(end, members);
    const { succeed, fail } = context;
    whenLoopIsEmpty = () =>
      end(isAsyncFunction(handler) ? { error: nodeJsExit() } : { result: null });
    try {
      const returned = handler(event, context, callback);
      if (typeof returned?.then === 'function') returned.then(succeed, fail);
    } catch (error) {
      callback(error ?? 'handled');
    }
  });
}

/** @returns `{ body }`, the text of the result, or `{ error }`, which has been logged */
export async function handle(handler, { headers, body, clockOffsetMs }) {
  process.env._X_AMZN_TRACE_ID = headers['Lambda-Runtime-Trace-Id'] ?? '';
  try {
    const outcome = await call(handler, parse(body), contextOf(headers, clockOffsetMs));
    if ('error' in outcome) throw outcome.error;
    return { body: serialize(outcome.result) };
  } catch (error) {
    logError('Invoke Error', error);
    return { error };
  } finally {
    whenLoopIsEmpty = undefined;
  }
}
