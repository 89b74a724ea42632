import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { declaredParameters } from '../lint/declared-parameters.ts';
import { fixTemplate } from '../lint/fix-template.ts';
import { type LintOptions, lintTemplate } from '../lint/lint-template.ts';
import { patchOf } from '../lint/patch.ts';
import type { Rule } from '../lint/rule.ts';
import { rulePage } from '../lint/rule-page.ts';
import { RULES } from '../lint/rules.ts';
import { sarifLog } from '../lint/sarif.ts';
import { jsonFindings, type LintedFile, textLines } from './lint-lines.ts';
import { surroundingsOf } from './lint-surroundings.ts';
import { parameterOverrides } from './parameter-overrides.ts';
import { printableJson } from './printable.ts';
import { styleOf } from './style.ts';
import { UsageError } from './usage-error.ts';

const NAMES = ['template.yaml', 'template.yml', 'template.json'];

interface LintFlags {
  readonly format: 'text' | 'json' | 'sarif';
  readonly fix?: boolean;
  readonly write?: boolean;
  readonly strict?: boolean;
  readonly rule?: string[];
  readonly explain?: string;
  readonly parameterOverrides?: string[];
}

export function lintCommand(version: string): Command {
  return new Command('lint')
    .description('Names what will hurt in production: endless retries, records that vanish, …')
    .argument('[templates...]', 'templates in YAML or JSON (default: the one in this folder)')
    .addOption(
      new Option('--format <format>', 'how findings are written')
        .choices(['text', 'json', 'sarif'])
        .default('text'),
    )
    .option('--rule <rule...>', 'apply only these rules')
    .option('--strict', 'exit with 1 on warnings too')
    .option('--fix', 'print a patch that mends what needs no decision')
    .option('--write', 'with --fix: change the templates, comments and layout kept')
    .option('--explain <rule>', 'print the page of a rule, and do nothing else')
    .option('--parameter-overrides <Key=Value...>', "values for the template's parameters")
    .addHelpText(
      'after',
      '\nExit status: 0 without errors, 1 with errors, 2 when the command cannot be understood.\n' +
        'To suppress a finding, on its line or above it: # sluicebox-ignore RULE: reason\n' +
        '\nExample:\n  sluicebox lint template.yaml && sluicebox lint --fix | git apply',
    )
    .action((templates: string[], flags: LintFlags) => lint(templates, flags, version));
}

function lint(templates: readonly string[], flags: LintFlags, version: string): void {
  if (flags.explain !== undefined) {
    process.stdout.write(rulePage(ruleNamed(flags.explain)));
    return;
  }
  if (flags.write && !flags.fix) throw new UsageError('--write goes with --fix.');
  if (flags.fix && flags.format !== 'text')
    throw new UsageError('--fix prints a patch: leave out --format.');
  const rules = flags.rule?.map(ruleNamed) ?? RULES;
  const parameters = parameterOverrides(flags.parameterOverrides ?? []);
  const paths = templates.length > 0 ? templates.map(templateAt) : [templateAt('.')];
  const texts = paths.map((file) => ({ file, text: readTemplateText(file) }));
  checkDeclared(Object.keys(parameters), texts);
  const files = texts.map(({ file, text }): LintedFile => {
    const options = { rules, parameters, surroundings: surroundingsOf(dirname(file)) };
    return flags.fix
      ? fixed(file, text, { options, write: flags.write ?? false })
      : { file, ...lintTemplate(text, file, options) };
  });
  report(files, flags, version);
  const failing = files
    .flatMap(({ findings }) => findings)
    .filter(({ severity }) => {
      return severity === 'error' || flags.strict;
    });
  if (failing.length > 0) process.exitCode = 1;
}

/** @throws UsageError for a value of a parameter that none of the templates has */
function checkDeclared(
  given: readonly string[],
  texts: readonly { readonly file: string; readonly text: string }[],
): void {
  if (given.length === 0) return;
  const declared = texts.map(({ file, text }) => declaredParameters(text, file));
  // What is no template is reported as such.
  if (declared.includes(undefined)) return;
  const missing = given.filter((name) => !declared.flat().includes(name));
  if (missing.length === 0) return;
  throw new UsageError(`Parameters: [${missing.join(', ')}] do not exist in any template.`);
}

/** Mends a template, or prints how; what is left afterwards is reported. */
function fixed(
  file: string,
  text: string,
  { options, write }: { options: LintOptions; write: boolean },
): LintedFile {
  const after = fixTemplate(text, file, options);
  if (!write) process.stdout.write(patchOf(file, text, after));
  else if (after !== text) writeFileSync(file, after);
  return { file, ...lintTemplate(after, file, options) };
}

function report(files: readonly LintedFile[], flags: LintFlags, version: string): void {
  if (flags.format === 'json') console.log(printableJson(jsonFindings(files), 2));
  if (flags.format === 'sarif') console.log(printableJson(sarifLog(files, version), 2));
  if (flags.format !== 'text') return;
  // With --fix, the patch alone goes to the standard output.
  const stream = flags.fix && !flags.write ? process.stderr : process.stdout;
  const heading = flags.fix ? 'What is left for you to decide:' : undefined;
  const lines = textLines(files, styleOf(stream, process.env), heading);
  stream.write(`${lines.join('\n')}\n`);
}

function ruleNamed(id: string): Rule {
  const rule = RULES.find((known) => known.id === id);
  if (rule) return rule;
  throw new UsageError(
    `There is no rule ${id}. The rules: ${RULES.map((one) => one.id).join(', ')}.`,
  );
}

/** The file that a path stands for: itself, or the template in the folder. */
function templateAt(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new UsageError(`There is no file ${path}.`);
  if (!stats.isDirectory()) return path;
  const found = NAMES.map((name) => join(path, name)).find((file) => {
    return statSync(file, { throwIfNoEntry: false })?.isFile();
  });
  if (found) return found;
  throw new UsageError(`There is no ${NAMES.join(', ')} in ${path}. Name a template.`);
}

function readTemplateText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
