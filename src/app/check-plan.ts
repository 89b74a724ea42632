import { settingsProblems } from '../event-source-mapping/settings.ts';
import type { Plan } from '../template/plan.ts';
import { type Problem, TemplateError } from '../template/problem.ts';
import { mappingSettings } from './mapping-definition.ts';

/**
 * Refuses settings of mappings that nothing here carries out, and filters that Lambda refuses.
 *
 * @throws TemplateError with every such place
 */
export function checkPlan(plan: Plan, fileName: string): void {
  const problems = plan.mappings.flatMap((mapping) =>
    settingsProblems(mappingSettings(mapping)).map(
      (message): Problem => ({ ...mapping.position, message }),
    ),
  );
  if (problems.length > 0) throw new TemplateError(fileName, problems);
}
