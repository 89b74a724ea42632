// Answers, and leaves behind what throws: in the next turn of the event loop, or `afterMs` later.
export const handler = async ({ afterMs }) => {
  const fail = () => {
    throw new Error('too late to matter');
  };
  if (afterMs === undefined) setImmediate(fail);
  else setTimeout(fail, afterMs);
  return 'answered';
};
