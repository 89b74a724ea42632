import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { available } from '../available.ts';
import { ROOT, run, sluicebox, temporaryFolder } from '../running.ts';

const PATTERN = join(ROOT, 'pattern/template.yaml');
const TEMPLATES = join(ROOT, 'src/lint/templates');

interface Finding {
  readonly file: string;
  readonly rule: string;
  readonly fixable: boolean;
}

const failing = (rule: string) => join(TEMPLATES, rule, 'fails.yaml');

test('the pattern has nothing to complain about', async () => {
  const { status, stdout } = await sluicebox(['lint', PATTERN, '--strict']);
  expect(stdout).toBe('0 errors, 0 warnings.\n');
  expect(status).toBe(0);
});

test('all rules go over every template of this repository, and mend what they can', async () => {
  using folder = temporaryFolder();
  const { stdout: tracked } = await run('git', ['ls-files', '*.yaml', '*.yml', '*.json']);
  const templates = tracked
    .trimEnd()
    .split('\n')
    .filter((name) =>
      /^Resources:|^ {2}"Resources":/m.test(readFileSync(join(ROOT, name), 'utf8')),
    );
  expect(templates).toContain('pattern/template.yaml');
  expect(templates.length).toBeGreaterThan(2 * readdirSync(TEMPLATES).length);
  for (const name of templates) cpSync(join(ROOT, name), join(folder.path, name));
  const lint = async (...args: string[]) =>
    (await sluicebox(['lint', ...templates, ...args], { cwd: folder.path })).stdout;
  const found = JSON.parse(await lint('--format', 'json')) as Finding[];
  expect(found.filter(({ rule }) => rule === 'unreadable-template')).toEqual([]);
  // A folder without programs has no producer, and so no key that it could name.
  const own = (name: string) => name.split('/').at(-2);
  const others = templates.filter((name) => own(name) !== 'constant-partition-key');
  for (const file of others.filter((name) => /(fails|passes)\.yaml$/.test(name))) {
    const isFound = found.some((one) => one.file === file && one.rule === own(file));
    expect([file, isFound]).toEqual([file, file.endsWith('fails.yaml')]);
  }
  await lint('--fix', '--write');
  const left = JSON.parse(await lint('--format', 'json')) as Finding[];
  expect(left.filter(({ fixable }) => fixable)).toEqual([]);
  expect(left.length).toBeLessThan(found.length);
});

test('errors are exit status 1, warnings 0, or 1 when they count', async () => {
  const only = ['--rule', 'bisect-off'];
  expect((await sluicebox(['lint', failing('endless-retries')])).status).toBe(1);
  expect((await sluicebox(['lint', failing('bisect-off'), ...only])).status).toBe(0);
  expect((await sluicebox(['lint', failing('bisect-off'), ...only, '--strict'])).status).toBe(1);
});

test.each([
  ['a file that is not there', ['nowhere.yaml']],
  ['a rule that is not there', [PATTERN, '--rule', 'endless']],
  ['a format that is not there', [PATTERN, '--format', 'xml']],
  ['--write without --fix', [PATTERN, '--write']],
  ['a parameter that is not there', [PATTERN, '--parameter-overrides', 'Nothing=1']],
  ['a patch as JSON', [PATTERN, '--fix', '--format', 'json']],
])('%s is exit status 2', async (_, args) => {
  const { status, stdout, stderr } = await sluicebox(['lint', ...args]);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).not.toContain(' at ');
});

test('a parameter that one of several templates has can be given a value', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'template.yaml');
  writeFileSync(file, 'Parameters: {Attempts: {Type: Number}}\nResources: {}\n');
  const given = ['--parameter-overrides', 'Attempts=5'];
  expect((await sluicebox(['lint', PATTERN, file, ...given])).status).toBe(0);
});

test('for programs there are JSON and SARIF, and nothing else on that output', async () => {
  const json = await sluicebox(['lint', failing('starting-at-latest'), '--format', 'json']);
  const found = JSON.parse(json.stdout) as { rule: string }[];
  expect(found).toContainEqual(
    expect.objectContaining({ rule: 'starting-at-latest', line: 15, column: 13 }),
  );
  const sarif = await sluicebox(['lint', failing('starting-at-latest'), '--format', 'sarif']);
  expect(JSON.parse(sarif.stdout).runs[0].results).toHaveLength(found.length);
});

test('git applies the patch, which is what --write does', async () => {
  using folder = temporaryFolder();
  const options = { cwd: folder.path };
  const file = join(folder.path, 'template.yaml');
  cpSync(failing('queue-outlives-stream'), file);
  const { stdout: patch } = await sluicebox(['lint', '--fix'], options);
  expect(readFileSync(file, 'utf8')).toBe(readFileSync(failing('queue-outlives-stream'), 'utf8'));
  const patched = join(folder.path, 'fix.patch');
  writeFileSync(patched, patch);
  expect((await run('git', ['apply', patched], options)).status).toBe(0);
  const applied = readFileSync(file, 'utf8');
  expect(applied).toContain('MaximumRetryAttempts: 5');

  cpSync(failing('queue-outlives-stream'), file);
  const { stdout, status } = await sluicebox(['lint', '--fix', '--write'], options);
  expect(readFileSync(file, 'utf8')).toBe(applied);
  expect(stdout).toContain('What is left for you to decide:');
  expect(status).toBe(0);
});

test('--explain prints the page of a rule', async () => {
  const { stdout } = await sluicebox(['lint', '--explain', 'bisect-off']);
  expect(stdout).toBe(readFileSync(join(ROOT, 'docs/rules/bisect-off.md'), 'utf8'));
});

const HAS_CFN_LINT = available('cfn-lint');
test.skipIf(!HAS_CFN_LINT)(
  'cfn-lint accepts each template that fails (needs cfn-lint)',
  async () => {
    const templates = readdirSync(TEMPLATES).map(failing);
    const { status, stdout } = await run('cfn-lint', templates);
    expect([status, stdout]).toEqual([0, '']);
  },
);
