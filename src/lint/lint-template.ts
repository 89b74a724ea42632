import { parseTemplate } from '../template/parse.ts';
import { TemplateError } from '../template/problem.ts';
import type { Surroundings } from './linted-template.ts';
import { readTemplate, shapeProblems } from './read-template.ts';
import type { Finding, Rule } from './rule.ts';
import { RULES } from './rules.ts';
import { readSuppressions } from './suppressions.ts';

/** The rule under which a text is reported that is no template at all. */
const UNREADABLE = 'unreadable-template';

export interface LintOptions {
  readonly surroundings: Surroundings;
  /** Values of parameters. A parameter without one is unknown, whatever its Default. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The rules to apply: all of them unless told otherwise. */
  readonly rules?: readonly Rule[];
}

export interface LintResult {
  /** In the order of the lines. */
  readonly findings: readonly Finding[];
  /** How many findings comments have suppressed. */
  readonly suppressed: number;
}

/** Applies the rules to the text of a template. It throws for no text, however broken. */
export function lintTemplate(text: string, fileName: string, options: LintOptions): LintResult {
  const rules = options.rules ?? RULES;
  try {
    const root = parseTemplate(text, fileName);
    const problems = shapeProblems(root);
    if (problems.length > 0) throw new TemplateError(fileName, problems);
    const template = readTemplate(root, options.parameters ?? {}, options.surroundings);
    const found = rules.flatMap((rule) => {
      return rule.check(template).map(
        (one): Finding => ({
          ...one,
          rule: rule.id,
          severity: one.severity ?? rule.severity,
          changes: one.changes ?? [],
        }),
      );
    });
    return withoutSuppressed(found, text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { findings: error.problems.map(unreadable), suppressed: 0 };
  }
}

function withoutSuppressed(found: readonly Finding[], text: string): LintResult {
  const { lines, problems } = readSuppressions(text, new Set(RULES.map(({ id }) => id)));
  const kept = found.filter(({ rule, at }) => !lines.get(at.line)?.has(rule));
  const findings = [...kept, ...problems].sort((a, b) => {
    return a.at.line - b.at.line || a.at.column - b.at.column;
  });
  return { findings, suppressed: found.length - kept.length };
}

function unreadable({ line, column, message }: TemplateError['problems'][number]): Finding {
  const at = { line, column };
  return { rule: UNREADABLE, severity: 'error', at, resource: '', message, changes: [] };
}
