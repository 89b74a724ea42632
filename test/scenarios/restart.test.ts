import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, Running, sluicebox, temporaryFolder } from '../running.ts';

const TEMPLATE = join(ROOT, 'pattern/template.yaml');
const STREAM = 'DataActivityKinesisStream';
const GOOD = '{"AtomicNumber":1,"Element":"Hydrogen","Symbol":"H","AtomicMass":1.008}';
const BAD = '{"AtomicNumber":5,"Element":"Boron","Symbol":"B","AtomicMass":"10.81"}';

const put = (running: Running, ...records: string[]) =>
  sluicebox(['put', STREAM], { env: running.env, input: records.join('\n') });

describe('a restart goes on where the last run stopped', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)('after %s', async (signal) => {
    using folder = temporaryFolder();
    const args = [TEMPLATE, '--data', join(folder.path, 'data')];
    const first = await Running.up(args);
    expect((await put(first, GOOD, BAD)).status).toBe(0);
    await first.printed('⊘ given up after 6 attempts');
    const status = await first.end(signal);
    if (signal === 'SIGTERM') expect(status).toBe(0);

    await using second = await Running.up(args);
    expect((await put(second, GOOD)).status).toBe(0);
    await second.printed('✓ processed');
    // Only the new record: what was finished before is not delivered again.
    expect(second.output.match(/✓ processed/g)).toHaveLength(1);
    expect(second.output).not.toContain('✗');
  });

  test('a failing batch that was under way is delivered again', async () => {
    using folder = temporaryFolder();
    const args = [TEMPLATE, '--data', join(folder.path, 'data'), '--pace', 'aws'];
    const first = await Running.up(args);
    await put(first, BAD);
    await first.printed('attempt 2');
    await first.end('SIGKILL');

    await using second = await Running.up(args);
    await second.printed('⊘ given up after 6 attempts');
  });

  test('a copied project is told that it begins anew under another name', async () => {
    using folder = temporaryFolder();
    const args = [TEMPLATE, '--data', join(folder.path, 'data')];
    const first = await Running.up(args);
    await first.end('SIGTERM');
    await using second = await Running.up([...args, '--stack-name', 'other']);
    await second.printed('made by the stack pattern, and this one is called other');
    expect(second.output).toContain('--stack-name pattern');
  });

  test('a second process on the same folder is told who holds it', async () => {
    using folder = temporaryFolder();
    const args = [TEMPLATE, '--data', join(folder.path, 'data')];
    await using first = await Running.up(args);
    const second = await sluicebox(['up', ...args, '--port', '0']);
    expect(second.status).toBe(2);
    expect(second.stderr).toContain(`in use by process ${first.pid}`);
  });
});
