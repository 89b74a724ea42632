import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, Running, sluicebox, temporaryFolder } from '../running.ts';

const TEMPLATE = join(ROOT, 'pattern/template.yaml');
const PAGE_BYTES = 4096;

test.each([
  ['cut short', (path: string) => truncateSync(path, 3 * PAGE_BYTES)],
  [
    'overwritten in the middle',
    (path: string) => {
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill('x', 2 * PAGE_BYTES, bytes.length - PAGE_BYTES));
    },
  ],
])('a store that was %s is refused in one message, and left as it was', async (_, damage) => {
  using folder = temporaryFolder();
  const data = join(folder.path, 'data');
  const first = await Running.up([TEMPLATE, '--data', data]);
  expect(await first.end('SIGTERM')).toBe(0);

  const store = join(data, 'store.mdb');
  damage(store);
  const files = () =>
    readdirSync(data, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name, parentPath }) => [name, readFileSync(join(parentPath, name))]);
  const before = files();
  const { status, stderr } = await sluicebox(['up', TEMPLATE, '--data', data, '--port', '0']);
  expect(stderr).toContain(`The store ${store} is damaged.`);
  expect(stderr).toContain('Restore it from a copy');
  expect(stderr, 'a message, not a stack').not.toMatch(/\n {4}at /);
  expect(status).toBe(2);
  expect(files()).toEqual(before);
});
