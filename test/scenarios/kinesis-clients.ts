import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as sdk from '@aws-sdk/client-kinesis';
import { awsSettings } from '../aws-environment.ts';
import { ROOT, run } from '../running.ts';

/**
 * Calls an operation of Kinesis by its name. Bytes go in as text and come out as Base64; of a
 * subscription, the answer is the first event with records.
 */
// biome-ignore lint/suspicious/noExplicitAny: each operation answers a shape of its own
export type CallKinesis = (operation: string, input?: object) => Promise<any>;

/** One of AWS's clients, at work until it is disposed of. */
export interface KinesisCaller extends AsyncDisposable {
  readonly call: CallKinesis;
}

/** The SDK for JavaScript, by HTTP/2. */
export function sdkForJavaScript(endpoint: string): KinesisCaller {
  const client = new sdk.KinesisClient(awsSettings(endpoint));
  const commands = sdk as unknown as Record<string, new (input: object) => never>;
  return {
    async call(operation, input = {}) {
      const answer: object = await client.send(
        new commands[`${operation}Command`]!(asBytes(input)),
      );
      const events = (answer as sdk.SubscribeToShardCommandOutput).EventStream;
      if (!events) return fromBytes(answer);
      for await (const { SubscribeToShardEvent: event } of events) {
        if (event?.Records?.length) return fromBytes(event);
      }
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
    },
  };
}

/** boto3, by HTTP/1.1, in a process that takes one call after the other. */
export function boto3(env: NodeJS.ProcessEnv): KinesisCaller {
  const script = join(ROOT, 'test/scenarios/kinesis_client.py');
  const python: ChildProcess = spawn('python3', [script], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: python.stdout! })[Symbol.asyncIterator]();
  return {
    async call(operation, input = {}) {
      python.stdin!.write(`${JSON.stringify({ operation, input })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('The Python client is gone.');
      const answer = JSON.parse(value);
      if (answer?.error) throw new Error(`(${answer.error.Code}) ${answer.error.Message}`);
      return answer;
    },
    async [Symbol.asyncDispose]() {
      const gone = once(python, 'exit');
      python.stdin!.end();
      await gone;
    },
  };
}

/** The AWS CLI, a process for each call. It has no `subscribe-to-shard`. */
export function awsCli(env: NodeJS.ProcessEnv): KinesisCaller {
  return {
    async call(operation, input = {}) {
      const command = operation.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
      const args = ['kinesis', command, '--cli-input-json', JSON.stringify(input)];
      const { stdout, stderr } = await run('aws', args, { env });
      if (stderr !== '') throw new Error(stderr);
      return stdout === '' ? {} : JSON.parse(stdout);
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** Makes bytes of every `Data` in an input, as the SDK wants them. */
const asBytes = (input: object): object =>
  JSON.parse(JSON.stringify(input), (key, value) => (key === 'Data' ? Buffer.from(value) : value));

/** Makes Base64 of all bytes in an answer. */
const fromBytes = (answer: object): unknown =>
  JSON.parse(
    JSON.stringify(answer, (_key, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    ),
  );
