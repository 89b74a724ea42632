import type { Finding } from '../lint/rule.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** What was found in one file. */
export interface LintedFile {
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly suppressed: number;
}

/** Findings as people read them, each line beginning with the place that editors make a link of. */
export function textLines(files: readonly LintedFile[], style: Style, heading?: string): string[] {
  const all = files.flatMap(({ findings }) => findings);
  const suppressed = files.reduce((sum, file) => sum + file.suppressed, 0);
  const lines = files.flatMap(({ file, findings }) =>
    findings.map(({ at, severity, rule, message }) => {
      const place = `${printable(file)}:${at.line}:${at.column}:`;
      const word = severity === 'error' ? style.bad('error') : style.warn('warning');
      return `${place} ${word} ${printable(message)} ${style.faint(`[${rule}]`)}`;
    }),
  );
  const errors = all.filter(({ severity }) => severity === 'error').length;
  const counts = [
    count(errors, 'error'),
    count(all.length - errors, 'warning'),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
  ];
  const summary = `${counts.join(', ')}.`;
  const advice = all.length > 0 ? ` Why, and what to do: ${EXPLAIN}` : '';
  return [
    ...(heading && all.length > 0 ? [heading] : []),
    ...lines,
    (errors > 0 ? style.bad(summary) : style.good(summary)) + style.faint(advice),
  ];
}

const EXPLAIN = 'sluicebox lint --explain RULE';

/** Findings for programs: one list over all files. */
export function jsonFindings(files: readonly LintedFile[]): object[] {
  return files.flatMap(({ file, findings }) =>
    findings.map(({ rule, severity, at, resource, message, changes }) => ({
      ...{ file, line: at.line, column: at.column, rule, severity, resource, message },
      fixable: changes.length > 0,
    })),
  );
}

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
