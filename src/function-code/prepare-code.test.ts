import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CodeError } from './code-error.ts';
import { folderWith, prepare } from './prepared.suite.ts';

const ESBUILD = (properties: Record<string, never | unknown> = {}) => ({
  build: { method: 'esbuild', properties: properties as Record<string, never> },
});

/** What the module of a handler exports, loaded by a Node.js of its own. */
function handlerOf(file: string): unknown {
  const script = `import(${JSON.stringify(`file://${file}`)}).then((m) => console.log(JSON.stringify((m.handler ?? m.default.handler)())))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}

async function failure(preparing: Promise<unknown>): Promise<Pick<CodeError, 'code' | 'message'>> {
  const error = await preparing.then(
    () => undefined,
    (reason: unknown) => reason as CodeError,
  );
  if (!error) throw new Error('the code was accepted');
  return { code: error.code, message: error.message };
}

test.each([
  ['src/app.js', 'nodejs20.x', 'app.handler'],
  ['src/app.mjs', 'nodejs20.x', 'app.handler'],
  ['src/app.cjs', 'nodejs20.x', 'app.handler'],
  ['src/lib/deep/app.js', 'nodejs20.x', 'lib/deep/app.events.handler'],
  ['src/app/index.js', 'nodejs20.x', 'app.handler'],
  ['src/app.py', 'python3.12', 'app.handler'],
  ['src/pkg/mod.py', 'python3.12', 'pkg/mod.handler'],
  ['src/pkg/mod.py', 'python3.12', 'pkg.mod.handler'],
  ['src/pkg/__init__.py', 'python3.12', 'pkg.handler'],
  ['src/bootstrap', 'provided.al2023', 'anything'],
])('%s runs where it is (%s, %s)', async (file, runtime, handler) => {
  const folder = folderWith({ [file]: 'code' });
  const { code, buildDirectory } = await prepare(folder, { runtime, handler });
  expect(code.codeDirectory).toBe(join(folder, 'src'));
  expect(existsSync(buildDirectory)).toBe(false);
});

test('JavaScript is preferred to the TypeScript beside it', async () => {
  const folder = folderWith({ 'src/app.js': '', 'src/app.ts': '' });
  const { code } = await prepare(folder);
  expect(code.codeDirectory).toBe(join(folder, 'src'));
});

test('the folder of the template itself can be the code, and one above it too', async () => {
  const folder = folderWith({ 'app.js': '', 'below/template.yaml': '' });
  expect((await prepare(folder, { code: { uri: '.' } })).code.codeDirectory).toBe(folder);
  const below = join(folder, 'below');
  expect((await prepare(below, { code: { uri: '../' } })).code.codeDirectory).toBe(folder);
});

test.each([
  ['nodejs20.x', 'index.js', 'exports.handler = () => 1'],
  ['python3.12', 'index.py', 'def handler(event, context): return 1'],
])('inline code of %s becomes %s', async (runtime, file, inline) => {
  const folder = folderWith({ 'package.json': '{"type":"module"}' });
  const { code } = await prepare(folder, { runtime, handler: 'index.handler', code: { inline } });
  expect(readFileSync(join(code.codeDirectory, file), 'utf8')).toBe(inline);
  if (runtime.startsWith('nodejs')) expect(handlerOf(join(code.codeDirectory, file))).toBe(1);
  code.dispose();
  expect(existsSync(code.codeDirectory)).toBe(false);
});

test('the handler of inline code must be in index', async () => {
  const parts = { handler: 'app.handler', code: { inline: '' } };
  expect(await failure(prepare(folderWith({}), parts))).toMatchObject({
    code: 'HandlerMissing',
    message: expect.stringContaining('looked for index.js (inline code)'),
  });
});

test('the BuildMethod esbuild bundles as sam build does: small CommonJS', async () => {
  const folder = folderWith({
    'package.json': '{"type":"module"}',
    'src/app.ts': `import { twice } from './twice.ts';\nexport const handler = (): number => twice(21);`,
    'src/twice.ts': 'export const twice = (quantity: number) => quantity * 2;',
  });
  const { code, warnings } = await prepare(folder, ESBUILD());
  const file = join(code.codeDirectory, 'app.js');
  expect(readFileSync(file, 'utf8')).not.toContain('quantity');
  expect(handlerOf(file)).toBe(42);
  expect(warnings).toEqual([]);
});

test('BuildProperties take effect', async () => {
  const folder = folderWith({ 'src/app.ts': 'export const handler = () => typeof marker;' });
  const { code, warnings } = await prepare(
    folder,
    ESBUILD({
      EntryPoints: ['app.ts'],
      Format: 'esm',
      OutExtension: ['.js=.mjs'],
      Banner: ['js=globalThis.marker = 1;'],
      Minify: false,
      Sourcemap: true,
      Target: 'node20',
      KeepWarm: true,
    }),
  );
  const file = join(code.codeDirectory, 'app.mjs');
  expect(handlerOf(file)).toBe('number');
  expect(readFileSync(file, 'utf8')).toMatch(/export \{\n {2}handler\n\};\n\/\/# sourceMappingURL/);
  expect(existsSync(`${file}.map`)).toBe(true);
  expect(warnings).toEqual([
    'Consumer: BuildProperties has no KeepWarm that sam build would know; it has no effect.',
  ]);
});

test.each([
  ['src/app.handler', ['src/app.ts'], 'src/app.js'],
  ['app.handler', ['src/app.ts'], 'app.js'],
  ['src/a/app.handler', undefined, 'src/a/app.js'],
  ['b/app.handler', ['src/a/app.ts', 'src/b/app'], 'b/app.js'],
])('the handler %s is found in a bundle of %j', async (handler, EntryPoints, expected) => {
  const source = 'export const handler = () => 1;';
  const files = ['src/app.ts', 'src/a/app.ts', 'src/b/app.js'];
  const folder = folderWith(Object.fromEntries(files.map((file) => [file, source])));
  const properties = EntryPoints ? { EntryPoints } : {};
  const { code } = await prepare(folder, { handler, code: { uri: '.' }, ...ESBUILD(properties) });
  expect(handlerOf(join(code.codeDirectory, expected))).toBe(1);
});

test.each([
  ['{}', 'app.js'],
  ['{"type": "module"}', 'app.mjs'],
])('TypeScript without a BuildMethod is bundled by its package.json %s', async (text, file) => {
  const folder = folderWith({
    'src/package.json': text,
    'src/app.ts': `import value from 'old';\nexport const handler = (): unknown => value;`,
    'src/node_modules/old/package.json': '{"name":"old","main":"index.js"}',
    'src/node_modules/old/index.js': "module.exports = require('node:path').sep;",
  });
  const { code, warnings } = await prepare(folder);
  expect(handlerOf(join(code.codeDirectory, file))).toBe('/');
  expect(warnings).toEqual([
    'Consumer: app.ts is bundled here; for AWS, give the function the Metadata `BuildMethod: esbuild`.',
  ]);
});

test('packages that are External are found where the source would find them', async () => {
  const folder = folderWith({
    'src/app.ts': `import { sdk } from '@aws-sdk/client-here';\nimport other from 'other';\nexport const handler = () => [sdk, other];`,
    'node_modules/@aws-sdk/client-here/package.json': '{"main":"index.js"}',
    'node_modules/@aws-sdk/client-here/index.js': "exports.sdk = 'sdk';",
    'src/node_modules/other/index.js': "module.exports = 'other';",
  });
  const { code, warnings } = await prepare(folder, ESBUILD({ External: ['@aws-sdk/*', 'other'] }));
  expect(handlerOf(join(code.codeDirectory, 'app.js'))).toEqual(['sdk', 'other']);
  expect(warnings).toEqual(['Consumer: other is External: on AWS, a layer must hold it.']);
});

test('an External package that is not installed is told with what to do', async () => {
  const source = "import { x } from '@aws-sdk/client-gone';\nexport const handler = () => x;";
  const folder = folderWith({ 'src/app.ts': source });
  const { warnings } = await prepare(folder, ESBUILD({ External: ['@aws-sdk/*'] }));
  expect(warnings).toEqual([
    "Consumer: The code needs @aws-sdk/client-gone, which Lambda's runtime has on AWS. To run it here: npm install @aws-sdk/client-gone",
  ]);
});

test('mistakes in the code are told with their places', async () => {
  const folder = folderWith({
    'src/app.ts': "import { x } from './nowhere.ts';\nexport const handler = () => x;\nconst a = ;",
  });
  const { code, message } = await failure(prepare(folder, ESBUILD()));
  expect(code).toBe('BuildFailed');
  expect(message).toMatch(/^Consumer: .*src\/app\.ts:3:11: Unexpected ";"$/m);
});

test.each([
  ['no code', {}, {}, 'CodeMissing', /The code src does not exist: /],
  ['a file for code', { src: '' }, {}, 'CodeMissing', /The code src is no folder/],
  ['an archive', { 'a.zip': '' }, { code: { uri: 'a.zip' } }, 'CodeUnsupported', /not unpacked/],
  ['no handler', { 'src/b.js': '' }, {}, 'HandlerMissing', /looked for app, app\.js, .*app\.ts/],
  ['no dot', { 'src/a.js': '' }, { handler: 'app' }, 'HandlerMissing', /Bad handler 'app'/],
  ['dots', { 'src/a.js': '' }, { handler: '../a.handler' }, 'CodeOutside', /not a valid handler/],
  ['no entry', { 'src/a.js': '' }, ESBUILD(), 'HandlerMissing', /looked for app\.ts, app\.js/],
  [
    'an entry outside',
    { 'src/app.ts': '', 'b.ts': '' },
    ESBUILD({ EntryPoints: ['../b.ts'] }),
    'CodeOutside',
    /leads out of/,
  ],
  [
    'an entry that is not the handler',
    { 'src/b.ts': 'export const handler = 1' },
    ESBUILD({ EntryPoints: ['b.ts'] }),
    'HandlerMissing',
    /The build made b\.js/,
  ],
  [
    'a build of its own',
    { 'src/app.js': '' },
    { build: { method: 'makefile', properties: {} } },
    'CodeUnsupported',
    /BuildMethod makefile is SAM's own\. Run `sam build`/,
  ],
])('%s is an error that says so', async (_what, files, parts, code, message) => {
  const error = await failure(
    prepare(folderWith(files as Record<string, string>), parts as object),
  );
  expect(error).toMatchObject({ code, message: expect.stringMatching(message as RegExp) });
});

test('a handler that is a link out of the code is refused', async () => {
  const folder = folderWith({ 'secret.js': 'exports.handler = 1' });
  mkdirSync(join(folder, 'src'));
  symlinkSync(join(folder, 'secret.js'), join(folder, 'src', 'app.js'));
  expect((await failure(prepare(folder))).code).toBe('CodeOutside');
});

test('a package.json that is not deployed makes no module of the code on AWS, which is said', async () => {
  const folder = folderWith({ 'package.json': '{"type": "module"}', 'src/app.js': '' });
  expect((await prepare(folder)).warnings).toEqual([
    `Consumer: app.js is an ECMAScript module here by ${join(folder, 'package.json')}, which is not deployed ` +
      'with the code; on AWS it is CommonJS. Put a package.json with "type": "module" beside it.',
  ]);
});

test.each([
  [
    'its own says so',
    { 'package.json': '{"type": "module"}', 'src/package.json': '{"type": "module"}' },
  ],
  ['its own says nothing', { 'package.json': '{"type": "module"}', 'src/package.json': '{}' }],
  ['the one above says nothing', { 'package.json': '{}' }],
  ['the one above cannot be read as JSON', { 'package.json': '{' }],
])('of a package.json nothing is said when %s', async (_, files) => {
  expect((await prepare(folderWith({ ...files, 'src/app.js': '' }))).warnings).toEqual([]);
});

test('the ending .mjs needs no package.json', async () => {
  const folder = folderWith({ 'package.json': '{"type": "module"}', 'src/app.mjs': '' });
  expect((await prepare(folder)).warnings).toEqual([]);
});
