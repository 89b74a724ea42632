import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { awsEnvironment } from '../aws-environment.ts';
import { ROOT } from '../running.ts';
import type { Client } from './client.ts';

/** boto3. */
export const boto3 = () => inPython('boto3', { script: 'boto3_client.py', hasErrorClasses: true });

/** The AWS CLI of version 1, whose commands run one after the other in one process. */
export const awsCli = () =>
  inPython('the AWS CLI', { script: 'aws_cli_client.py', hasErrorClasses: false });

/** A client in a process that takes a line of JSON for each call, and gives one for each outcome. */
function inPython(
  name: string,
  { script, hasErrorClasses }: { readonly script: string; readonly hasErrorClasses: boolean },
): Client {
  const python: ChildProcess = spawn('python3', [join(ROOT, 'test/clients', script)], {
    env: { ...process.env, ...awsEnvironment('http://localhost'), AWS_MAX_ATTEMPTS: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: python.stdout! })[Symbol.asyncIterator]();
  return {
    name,
    hasErrorClasses,
    async ask(asked) {
      python.stdin!.write(`${JSON.stringify({ ...asked, input: withBytes(asked.input) })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name} is gone.`);
      const outcome = JSON.parse(value);
      if (outcome.crash) throw new Error(`${name}: ${outcome.crash}`);
      return outcome;
    },
    async [Symbol.asyncDispose]() {
      const gone = once(python, 'exit');
      python.stdin!.end();
      await gone;
    },
  };
}

/** An input as JSON can tell it: bytes are an object that says so. */
function withBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withBytes);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withBytes(part)]));
}
