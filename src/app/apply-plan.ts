import type { Scope } from '../aws/scope.ts';
import type { NewFunction } from '../lambda/function-definition.ts';
import type { Plan, PlannedFunction } from '../template/plan.ts';
import { applyAlarms } from './apply-alarms.ts';
import { applyBuckets } from './apply-buckets.ts';
import { applyConsumers } from './apply-consumers.ts';
import { applyQueues } from './apply-queues.ts';
import { applyStream } from './apply-stream.ts';
import { applyTopics } from './apply-topics.ts';
import { atPlace, inTemplate } from './at-place.ts';
import { given } from './given.ts';
import { mappingDefinition } from './mapping-definition.ts';
import type { World } from './world.ts';

export interface ApplyOptions {
  /** The template, for what is wrong with a place in it. */
  readonly fileName: string;
  readonly scope: Scope;
  /** The folder of each function's code, by logical id. */
  readonly codeDirectories: ReadonlyMap<string, string>;
}

/**
 * Makes what a plan asks for. What is there already, from an earlier start, is kept with all that is
 * in it. Functions are started once, so that a handler that does not load is told now.
 *
 * @throws TemplateError for a stream, consumer, queue, topic or subscription that cannot be as it says,
 *   LambdaError when a handler does not load
 */
export async function applyPlan(world: World, plan: Plan, options: ApplyOptions): Promise<void> {
  const { scope, codeDirectories, fileName } = options;
  for (const group of plan.logGroups) {
    await world.logs.setRetention(scope, group.name, group.retentionInDays);
  }
  await inTemplate(fileName, async () => {
    for (const stream of plan.streams) {
      await atPlace(stream.position, () => applyStream(world, scope, stream));
    }
    await applyConsumers(world.streams, plan.consumers);
    await applyQueues(world.queues, scope, plan.queues);
    await applyTopics(world.topics, scope, plan);
  });
  await applyBuckets(world.buckets, scope, plan);
  await applyAlarms(world.alarms, scope, plan);

  const definitions = plan.functions.map((planned) =>
    functionDefinition(planned, codeDirectories.get(planned.logicalId) as string),
  );
  for (const definition of definitions) world.functions.put(scope, definition);
  await Promise.all(
    definitions.map((definition) => world.functions.check(scope, definition.functionName)),
  );

  for (const mapping of plan.mappings) {
    await world.mappings.start(mappingDefinition(mapping, scope));
  }
}

function functionDefinition(planned: PlannedFunction, codeDirectory: string): NewFunction {
  const { functionName, runtime, handler, timeoutSeconds, memorySizeMb, environment } = planned;
  const { description, logGroupName, reservedConcurrency, roleArn: role } = planned;
  return {
    functionName,
    runtime,
    handler,
    codeDirectory,
    role,
    timeoutSeconds,
    memorySizeMb,
    environment,
    description,
    logGroupName,
    ...given({ reservedConcurrency }),
  };
}
