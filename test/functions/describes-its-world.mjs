let calls = 0;

export const handler = async (event, context) => {
  calls += 1;
  const { getRemainingTimeInMillis, ...rest } = context;
  const remainingMs = context.getRemainingTimeInMillis();
  return { event, context: rest, remainingMs, calls, pid: process.pid, env: process.env };
};
