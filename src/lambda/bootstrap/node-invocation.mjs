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

/** The callback, and the members of the context that do the same; only the first call counts. */
function callbacks(end) {
  let waitsForEmptyLoop = true;
  let called = false;
  const once = (act) => {
    return (...parts) => {
      if (called) return;
      called = true;
      act(...parts);
    };
  };
  const failed = (error) => error !== undefined && error !== null;
  const callback = once((error, result) => {
    if (failed(error) || !waitsForEmptyLoop) return end(failed(error) ? { error } : { result });
    whenLoopIsEmpty = () => later(() => end({ result }));
  });
  const done = (error, result) => end(failed(error) ? { error } : { result });
  const members = {
    get callbackWaitsForEmptyEventLoop() {
      return waitsForEmptyLoop;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      waitsForEmptyLoop = value;
    },
    succeed: once((result) => end({ result })),
    fail: once((error) => end({ error: failed(error) ? error : 'handled' })),
    done: once(done),
  };
  return { callback, members };
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
function callBack(handler, event, context) {
  return new Promise((resolve) => {
    const end = (outcome) => {
      whenLoopIsEmpty = undefined;
      resolve(outcome);
    };
    const { callback, members } = callbacks(end);
    Object.defineProperties(context, Object.getOwnPropertyDescriptors(members));
    whenLoopIsEmpty = () =>
      end(isAsyncFunction(handler) ? { error: nodeJsExit() } : { result: null });
    try {
      const returned = handler(event, context, callback);
      if (typeof returned?.then === 'function') returned.then(members.succeed, members.fail);
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
