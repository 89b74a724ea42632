import type { Consumer, LintedTemplate } from './linted-template.ts';
import { resolve, scalarOf } from './value.ts';

/** Whether the mapping reads `batchItemFailures`; unknown when the list holds an unknown value. */
export function reportsItemFailures(
  template: LintedTemplate,
  { settings }: Consumer,
): boolean | 'unknown' {
  const value = template.value(settings, 'FunctionResponseTypes');
  if (value.kind === 'absent') return false;
  if (value.kind !== 'known' || value.node.kind !== 'list') return 'unknown';
  const items = value.node.items.map((item) => resolve(item, template));
  if (items.some((item) => scalarOf(item) === 'ReportBatchItemFailures')) return true;
  return items.every(({ kind }) => kind === 'known' || kind === 'absent') ? false : 'unknown';
}
