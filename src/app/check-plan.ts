import { settingsProblems } from '../event-source-mapping/settings.ts';
import type { Plan, PlannedMapping } from '../template/plan.ts';
import { type Problem, TemplateError } from '../template/problem.ts';
import { mappingSettings } from './mapping-definition.ts';

/**
 * Refuses what this version would have to leave out silently: settings of a mapping that nothing
 * here carries out, and destinations that it cannot reach.
 *
 * @throws TemplateError with every such place
 */
export function checkPlan(plan: Plan, fileName: string): void {
  const fifoArns = plan.queues.filter((queue) => queue.fifo).map((queue) => queue.arn);
  const problems = plan.mappings.flatMap((mapping) =>
    [...refusedSettings(mapping), ...refusedDestination(mapping, fifoArns)].map(
      (message): Problem => ({ ...mapping.position, message }),
    ),
  );
  if (problems.length > 0) throw new TemplateError(fileName, problems);
}

function refusedSettings(mapping: PlannedMapping): string[] {
  const problems = settingsProblems(mappingSettings(mapping));
  return mapping.metricsConfig ? [...problems, 'MetricsConfig is not supported yet.'] : problems;
}

function refusedDestination(mapping: PlannedMapping, fifoArns: readonly string[]): string[] {
  const destination = mapping.onFailureDestinationArn;
  if (destination === undefined) return [];
  if (fifoArns.includes(destination)) {
    return [
      `${destination} is a FIFO queue, which AWS does not accept as an on-failure destination.`,
    ];
  }
  return [];
}
