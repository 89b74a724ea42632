// The runtime of Node.js functions: it loads the handler, then asks for one invocation after
// another and runs the handler on each. A sandbox starts this file with the function's own
// environment; it runs as it stands, so it imports nothing that must be installed or built.
import { openChannel } from './node-channel.mjs';
import { captureConsole, logError } from './node-console.mjs';
import { UnhandledPromiseRejection } from './node-errors.mjs';
import { loadHandler } from './node-handler.mjs';
import { handle } from './node-invocation.mjs';

// The status with which a process ends itself, as AWS's own runtime chooses it.
const EXIT_UNHANDLED_REJECTION = 128;
const EXIT_UNCAUGHT_EXCEPTION = 129;

const later = setImmediate;
const state = { requestId: undefined, clockOffsetMs: 0 };
const channel = openChannel();
let isLeaving = false;

captureConsole(state);
process.on('uncaughtException', (error) => {
  logError('Uncaught Exception', error);
  give(error, EXIT_UNCAUGHT_EXCEPTION);
});
process.on('unhandledRejection', (reason, promise) => {
  const error = new UnhandledPromiseRejection(reason, promise);
  logError('Unhandled Promise Rejection', error);
  give(error, EXIT_UNHANDLED_REJECTION);
});

/** Reports what ends this process, for the invocation at hand or for the initialization. */
function give(error, status) {
  isLeaving = true;
  const { requestId } = state;
  const report = requestId ? channel.fail(requestId, error) : channel.failInit(error);
  report.finally(() => process.exit(status));
}

/** The offset between the owner's clock and this machine's: not 0 only when time is simulated. */
function clockOffsetMs(headers) {
  const offsetMs = Number(headers['Sluicebox-Now-Ms']) - Date.now();
  return Math.abs(offsetMs) < 1000 || Number.isNaN(offsetMs) ? 0 : offsetMs;
}

async function work(handler) {
  for (;;) {
    // What the handler left for the next turn of the event loop comes before the next invocation.
    await new Promise(later);
    const { headers, body } = await channel.next();
    // Something went wrong since the last invocation: this one ends with the process.
    if (isLeaving) return;
    state.requestId = headers['Lambda-Runtime-Aws-Request-Id'];
    state.clockOffsetMs = clockOffsetMs(headers);
    const outcome = await handle(handler, { headers, body, clockOffsetMs: state.clockOffsetMs });
    if ('error' in outcome) await channel.fail(state.requestId, outcome.error);
    else channel.respond(state.requestId, outcome.body);
  }
}

try {
  const handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
  work(handler);
} catch (error) {
  logError('Uncaught Exception', error);
  give(error, EXIT_UNCAUGHT_EXCEPTION);
}
