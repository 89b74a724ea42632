import { type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CodeError } from './code-error.ts';

const NAMES = ['template.yaml', 'template.yml', 'template.json'];
/** Where `sam build` puts what it made of a template, from the template's folder. */
const BUILT = join('.aws-sam', 'build', 'template.yaml');

/**
 * The template to run, as an absolute path: the given one (or the one in the given folder), unless
 * `sam build` made something of it since it was last changed; then what it made.
 * @throws CodeError `TemplateMissing`
 */
export function chooseTemplate(path: string): string {
  const given = resolve(path);
  const stats = statsOf(given);
  const file = stats?.isDirectory() ? templateIn(given) : given;
  const written = file === given ? stats : statsOf(file);
  if (!written?.isFile()) {
    const advice = 'Name a SAM or CloudFormation template.';
    throw new CodeError('TemplateMissing', `There is no file ${path}. ${advice}`);
  }
  const built = join(dirname(file), BUILT);
  const builtStats = statsOf(built);
  return builtStats?.isFile() && builtStats.mtimeMs >= written.mtimeMs ? built : file;
}

/**
 * A stack name for a template that is given none: that of its folder, made of what CloudFormation
 * allows in one. It stays the same whether or not `sam build` has been run.
 */
export function stackNameFor(templateFile: string): string {
  const file = resolve(templateFile);
  const folder = file.endsWith(join('/', BUILT)) ? file.slice(0, -BUILT.length) : dirname(file);
  const name = basename(folder)
    .replaceAll(/[^a-zA-Z0-9]+/g, '-')
    .replaceAll(/^[^a-zA-Z]+|-+$/g, '');
  return name.slice(0, 128) || 'sluicebox';
}

function templateIn(folder: string): string {
  const found = NAMES.map((name) => join(folder, name)).find((file) => statsOf(file)?.isFile());
  if (found) return found;
  const names = NAMES.join(', ');
  throw new CodeError('TemplateMissing', `There is no template in ${folder} (${names}).`);
}

function statsOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
