import { compilePattern } from '../event-source-mapping/filter/compile-pattern.ts';
import { FilterPatternError } from '../event-source-mapping/filter/filter-pattern-error.ts';
import { startProblem } from '../event-source-mapping/mapping.ts';
import { settingsProblems } from '../event-source-mapping/settings.ts';
import type { Plan, PlannedFilter, PlannedMapping } from '../template/plan.ts';
import { type Problem, TemplateError } from '../template/problem.ts';
import { mappingSettings } from './mapping-definition.ts';

/**
 * Refuses settings of mappings that nothing here carries out, and what Lambda refuses: filters, and a
 * start in the future.
 *
 * @throws TemplateError with every such place
 */
export function checkPlan(
  plan: Plan,
  { fileName, nowMs }: { readonly fileName: string; readonly nowMs: number },
): void {
  const problems = plan.mappings.flatMap((mapping) => mappingProblems(mapping, nowMs));
  if (problems.length > 0) throw new TemplateError(fileName, problems);
}

function mappingProblems(mapping: PlannedMapping, nowMs: number): Problem[] {
  const { position, startingPositionTimestamp, filterCriteria } = mapping;
  const start = startProblem({ startingPositionTimestampMs: startingPositionTimestamp }, nowMs);
  const messages = [
    ...settingsProblems({ ...mappingSettings(mapping), filterPatterns: [] }),
    ...(start === undefined ? [] : [start]),
  ];
  return [
    ...messages.map((message) => ({ ...position, message })),
    ...(filterCriteria?.filters ?? []).flatMap(patternProblem),
  ];
}

/** Lambda says no more than that a pattern is invalid; a file can be told where and why. */
function patternProblem({ pattern, position }: PlannedFilter): Problem[] {
  try {
    compilePattern(pattern);
    return [];
  } catch (error) {
    if (!(error instanceof FilterPatternError)) throw error;
    return [{ ...position, message: `${error.message} ${error.reason}` }];
  }
}
