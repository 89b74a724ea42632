import { parseAttributes } from '../api/sqs/queue-attributes.ts';
import type { Scope } from '../aws/scope.ts';
import { QueueError } from '../sqs/queue-error.ts';
import {
  ATTRIBUTE_OF_SETTING,
  defaultSettings,
  differingSetting,
  type SettingName,
  type SettingsChange,
} from '../sqs/queue-settings.ts';
import type { Queues } from '../sqs/queues.ts';
import type { PlannedQueue } from '../template/plan.ts';

/**
 * Creates the queues; those that exist keep their messages and get the settings of the template, or
 * the default where it says nothing.
 *
 * @throws QueueError for settings that cannot be
 */
export async function applyQueues(
  queues: Queues,
  scope: Scope,
  planned: readonly PlannedQueue[],
): Promise<void> {
  const wanted = planned.map(({ name, arn, attributes }) => ({
    name,
    arn,
    settings: parseAttributes(attributes),
  }));
  for (const { name, settings } of targetsFirst(wanted)) {
    try {
      if (queues.hasQueue(scope, name)) await changeQueue(queues, scope, { name, settings });
      else await queues.createQueue(scope, name, { settings });
    } catch (error) {
      if (!(error instanceof QueueError)) throw error;
      // SQS's texts leave it to the request to say which queue is meant; here are many.
      throw new QueueError(error.code, `${name}: ${error.message}`, { cause: error });
    }
  }
}

interface WantedQueue {
  readonly name: string;
  readonly arn: string;
  readonly settings: SettingsChange;
}

/**
 * Orders queues so that each comes after its dead-letter queue: it can only name one that is there.
 * Where they name each other in a circle, one of them comes first and is refused.
 */
function targetsFirst(queues: readonly WantedQueue[]): WantedQueue[] {
  const byArn = new Map(queues.map((queue) => [queue.arn, queue]));
  const ordered = new Set<WantedQueue>();
  for (const queue of queues) {
    const chain: WantedQueue[] = [];
    let next: WantedQueue | undefined = queue;
    while (next && !ordered.has(next) && !chain.includes(next)) {
      chain.push(next);
      next = byArn.get(next.settings.redrivePolicy?.deadLetterTargetArn ?? '');
    }
    for (const link of chain.reverse()) ordered.add(link);
  }
  return [...ordered];
}

async function changeQueue(
  queues: Queues,
  scope: Scope,
  { name, settings }: Pick<WantedQueue, 'name' | 'settings'>,
): Promise<void> {
  const { settings: current } = await queues.describeQueue(scope, name);
  const names = Object.keys(ATTRIBUTE_OF_SETTING) as SettingName[];
  const defaults = defaultSettings(current.fifoQueue === true);
  const changes = names
    .map((setting) => ({ [setting]: settings[setting] ?? defaults[setting] ?? null }))
    .filter((change: SettingsChange) => differingSetting(current, change));
  if (changes.length === 0) return;
  await queues.changeQueueSettings(scope, name, Object.assign({}, ...changes));
}
