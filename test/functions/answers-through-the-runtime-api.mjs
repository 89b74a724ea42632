// Asks the Runtime API itself, as a tool that wraps a handler may, and tells what it was told.
import net from 'node:net';

const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;
const statuses = [];

export const handler = async (event, { awsRequestId }) => {
  if (event === 'statuses') return statuses;
  const body = JSON.stringify('answered by itself');
  for (const id of ['unknown', awsRequestId]) {
    const { status } = await fetch(`${base}/${id}/response`, { method: 'POST', body });
    statuses.push(status);
  }
  net.Socket.prototype.write = () => {
    throw new Error('patched');
  };
  return 'never seen';
};
