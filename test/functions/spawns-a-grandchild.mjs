// Starts a process that would outlive it, and says which one; then goes on as the event asks.
import { spawn } from 'node:child_process';

export const handler = async (event) => {
  const { pid } = spawn('sleep', ['1000'], { stdio: 'ignore', detached: event.detached });
  console.log(`grandchild ${pid}`);
  if (event.finally === 'wait') await new Promise(() => setInterval(() => {}, 1_000_000));
  if (event.finally === 'exit') process.exit(1);
  return pid;
};
