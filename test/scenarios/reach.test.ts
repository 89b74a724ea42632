import { request } from 'node:http';
import { expect, test } from 'vitest';
import { Running, sluicebox } from '../running.ts';

/** The status of a request that says where it goes, and from which page it comes. */
function statusOf({ endpoint }: Running, headers: Record<string, string>): Promise<number> {
  const { port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path: '/_sluicebox/health', headers });
    call.on('error', reject).on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.end();
  });
}

test('who listens beyond this machine is warned, and answers to the names it is given', async () => {
  const args = ['--ephemeral', '--host', '0.0.0.0', '--allow-host', 'my-machine'];
  await using running = await Running.up([...args, '--cors-origin', 'https://app.example']);
  expect(running.output).toContain('Whoever can reach 0.0.0.0 can read all data');
  expect(await statusOf(running, { host: 'my-machine:4566' })).toBe(200);
  expect(await statusOf(running, { host: 'another-machine' })).toBe(403);
  expect(await statusOf(running, { origin: 'https://app.example' })).toBe(200);
  expect(await statusOf(running, { origin: 'https://other.example' })).toBe(403);
});

test('who listens on this machine alone is not warned', async () => {
  await using running = await Running.up(['--ephemeral']);
  expect(running.output).not.toContain('Whoever can reach');
});

test.each([
  ['--cors-origin', '*'],
  ['--cors-origin', 'https://app.example/path'],
  ['--cors-origin', 'null'],
  ['--allow-host', 'my-machine:4566'],
  ['--tls-port', '70000'],
])('%s %s is refused', async (option, value) => {
  const { status, stderr } = await sluicebox(['up', option, value]);
  expect(status).toBe(2);
  expect(stderr).toContain(option);
});
