// Starts a process that would outlive it, and says which one; then waits for ever or returns it.
import { spawn } from 'node:child_process';

export const handler = async ({ wait }) => {
  const { pid } = spawn('sleep', ['1000'], { stdio: 'ignore' });
  console.log(`grandchild ${pid}`);
  if (wait) await new Promise(() => setInterval(() => {}, 1_000_000));
  return pid;
};
