import { parseAttributes } from '../api/sqs/queue-attributes.ts';
import type { Scope } from '../aws/scope.ts';
import type { FunctionDefinition } from '../lambda/function-definition.ts';
import type { Plan, PlannedFunction, PlannedQueue, PlannedStream } from '../template/plan.ts';
import { given } from './given.ts';
import { mappingDefinition } from './mapping-definition.ts';
import type { World } from './world.ts';

export interface ApplyOptions {
  readonly scope: Scope;
  /** The folder of each function's code, by logical id. */
  readonly codeDirectories: ReadonlyMap<string, string>;
}

/**
 * Makes what a plan asks for. What is there already, from an earlier start, is kept with all that is
 * in it. Functions are started once, so that a handler that does not load is told now.
 *
 * @throws LambdaError when a handler does not load
 */
export async function applyPlan(world: World, plan: Plan, options: ApplyOptions): Promise<void> {
  const { scope, codeDirectories } = options;
  for (const group of plan.logGroups) {
    await world.logs.setRetention(scope, group.name, group.retentionInDays);
  }
  for (const stream of plan.streams) await applyStream(world, scope, stream);
  for (const queue of deadLetterQueuesFirst(plan.queues)) await applyQueue(world, scope, queue);

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

async function applyStream({ streams, events }: World, scope: Scope, planned: PlannedStream) {
  const { name, shardCount, retentionPeriodHours, maxRecordSizeInKiB } = planned;
  const existing = streams.list(scope).find((stream) => stream.streamName === name);
  if (!existing) {
    await streams.createStream(scope, {
      streamName: name,
      mode: planned.streamMode,
      shardCount,
      retentionHours: retentionPeriodHours,
      ...given({ maxRecordSizeInKiB }),
    });
    return;
  }
  if (existing.openShardCount === shardCount && existing.retentionHours === retentionPeriodHours)
    return;
  events.emit('warning', {
    message:
      `Stream ${name} exists with ${existing.openShardCount} shards and a retention of ` +
      `${existing.retentionHours} hours, and is kept so; the template asks for ${shardCount} and ` +
      `${retentionPeriodHours}. Delete the stream, or choose another folder with --data.`,
  });
}

/** A queue can only name a dead-letter queue that is there. FIFO queues are not run. */
function deadLetterQueuesFirst(queues: readonly PlannedQueue[]): PlannedQueue[] {
  const names = (queue: PlannedQueue) => Number('RedrivePolicy' in queue.attributes);
  return queues.filter((queue) => !queue.fifo).sort((a, b) => names(a) - names(b));
}

async function applyQueue({ queues }: World, scope: Scope, { name, attributes }: PlannedQueue) {
  const settings = parseAttributes(attributes);
  if (queues.hasQueue(scope, name)) await queues.changeQueueSettings(scope, name, settings);
  else await queues.createQueue(scope, name, { settings });
}

function functionDefinition(planned: PlannedFunction, codeDirectory: string): FunctionDefinition {
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
