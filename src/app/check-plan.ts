import { compilePattern } from '../event-source-mapping/filter/compile-pattern.ts';
import { FilterPatternError } from '../event-source-mapping/filter/filter-pattern-error.ts';
import { settingsProblems } from '../event-source-mapping/settings.ts';
import type { Plan, PlannedFilter } from '../template/plan.ts';
import { type Problem, TemplateError } from '../template/problem.ts';
import { mappingSettings } from './mapping-definition.ts';

/**
 * Refuses settings of mappings that nothing here carries out, and filters that Lambda refuses.
 *
 * @throws TemplateError with every such place
 */
export function checkPlan(plan: Plan, fileName: string): void {
  const problems = plan.mappings.flatMap((mapping) => [
    ...settingsProblems({ ...mappingSettings(mapping), filterPatterns: [] }).map(
      (message): Problem => ({ ...mapping.position, message }),
    ),
    ...(mapping.filterCriteria?.filters ?? []).flatMap(patternProblem),
  ]);
  if (problems.length > 0) throw new TemplateError(fileName, problems);
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
