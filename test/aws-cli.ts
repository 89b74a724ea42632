import { expect } from 'vitest';
import { type Running, run } from './running.ts';

/** The AWS CLI on an endpoint: answers the JSON that it prints, and expects no word of complaint. */
export const awsCliOf =
  ({ endpoint, env }: Pick<Running, 'endpoint' | 'env'>) =>
  async (...args: string[]) => {
    const { stdout, stderr } = await run('aws', [...args, '--endpoint-url', endpoint], { env });
    expect(stderr.trim()).toBe('');
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  };
