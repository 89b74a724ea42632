import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseTemplate, stackNameFor } from './choose-template.ts';
import { CodeError } from './code-error.ts';
import { folderWith } from './prepared.suite.ts';

const BUILT = '.aws-sam/build/template.yaml';

function folderBuiltAt(builtSeconds: number): string {
  const folder = folderWith({ 'template.yaml': '', [BUILT]: '' });
  utimesSync(join(folder, 'template.yaml'), 1000, 1000);
  utimesSync(join(folder, BUILT), builtSeconds, builtSeconds);
  return folder;
}

test('what sam build made of the template is chosen when it is newer', () => {
  const folder = folderBuiltAt(2000);
  expect(chooseTemplate(join(folder, 'template.yaml'))).toBe(join(folder, BUILT));
});

test('a template that was changed since sam build is chosen itself', () => {
  const folder = folderBuiltAt(500);
  expect(chooseTemplate(join(folder, 'template.yaml'))).toBe(join(folder, 'template.yaml'));
});

test('a folder stands for the template in it', () => {
  const folder = folderWith({ 'template.yml': '' });
  expect(chooseTemplate(folder)).toBe(join(folder, 'template.yml'));
});

test.each(['nowhere.yaml', '.'])('without a template at %s, that is said', (name) => {
  const folder = folderWith({});
  const choose = () => chooseTemplate(join(folder, name));
  expect(choose).toThrow(CodeError);
  expect(choose).toThrow(/There is no (file|template)/);
});

test.each([
  ['/home/me/orders/template.yaml', 'orders'],
  ['/home/me/orders/.aws-sam/build/template.yaml', 'orders'],
  ['/home/me/my_shop v2/template.yaml', 'my-shop-v2'],
  ['/home/me/2024/template.yaml', 'sluicebox'],
  ['/template.yaml', 'sluicebox'],
])('the stack of %s is called %s', (file, name) => {
  expect(stackNameFor(file)).toBe(name);
});
