let calls = 0;

export const handler = async (event, context) => {
  calls += 1;
  const { getRemainingTimeInMillis, ...rest } = context;
  const remainingMs = context.getRemainingTimeInMillis();
  const { pid, env, execArgv } = process;
  return { event, context: rest, remainingMs, calls, pid, env, execArgv };
};
