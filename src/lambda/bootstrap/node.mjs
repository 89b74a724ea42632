// The runtime of Node.js functions: it loads the handler, then asks for one invocation after
// another and runs the handler on each. A sandbox starts this file with the function's own
// environment; it runs as it stands, so it imports nothing that must be installed or built.
import { captureConsole, logError } from './node-console.mjs';
import { UnhandledPromiseRejection } from './node-errors.mjs';
import { loadHandler } from './node-handler.mjs';
import { handle } from './node-invocation.mjs';
import { RuntimeApi } from './node-runtime-api.mjs';

// The status with which a process ends itself, as AWS's own runtime chooses it.
const EXIT_UNHANDLED_REJECTION = 128;
const EXIT_UNCAUGHT_EXCEPTION = 129;

const state = { requestId: undefined, clockOffsetMs: 0 };
const api = new RuntimeApi(process.env.AWS_LAMBDA_RUNTIME_API);

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
  const report = state.requestId ? api.fail(state.requestId, error) : api.failInit(error);
  report.finally(() => process.exit(status));
}

/** A lost connection means that the sandbox's owner is gone: nobody would stop this process. */
function leave() {
  process.exit(1);
}

/** The offset between the owner's clock and this machine's: not 0 only when time is simulated. */
function clockOffsetMs(headers) {
  const offsetMs = Number(headers['sluicebox-now-ms']) - Date.now();
  return Math.abs(offsetMs) < 1000 || Number.isNaN(offsetMs) ? 0 : offsetMs;
}

async function work(handler) {
  for (;;) {
    const { headers, body } = await api.next().catch(leave);
    state.requestId = headers['lambda-runtime-aws-request-id'];
    state.clockOffsetMs = clockOffsetMs(headers);
    const outcome = await handle(handler, { headers, body, clockOffsetMs: state.clockOffsetMs });
    if ('error' in outcome) await api.fail(state.requestId, outcome.error).catch(leave);
    else await api.respond(state.requestId, outcome.body).catch(leave);
  }
}

try {
  const handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
  work(handler);
} catch (error) {
  logError('Uncaught Exception', error);
  give(error, EXIT_UNCAUGHT_EXCEPTION);
}
