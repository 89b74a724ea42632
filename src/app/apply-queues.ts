import { parseAttributes } from '../api/sqs/queue-attributes.ts';
import type { Scope } from '../aws/scope.ts';
import {
  ATTRIBUTE_OF_SETTING,
  defaultSettings,
  differingSetting,
  type SettingName,
  type SettingsChange,
} from '../sqs/queue-settings.ts';
import type { Queues } from '../sqs/queues.ts';
import type { PlannedQueue } from '../template/plan.ts';
import type { Position } from '../template/problem.ts';
import { atPlace } from './at-place.ts';

/**
 * Creates the queues; those that exist keep their messages and get the settings of the template, or
 * the default where it says nothing.
 *
 * @throws Refusal for settings that cannot be
 */
export async function applyQueues(
  queues: Queues,
  scope: Scope,
  planned: readonly PlannedQueue[],
): Promise<void> {
  const wanted = await Promise.all(
    planned.map(({ name, arn, attributes, position }) =>
      atPlace(position, async () => ({
        name,
        arn,
        position,
        settings: parseAttributes(attributes),
      })),
    ),
  );
  for (const { name, settings, position } of targetsFirst(wanted)) {
    await atPlace(position, async () => {
      if (queues.hasQueue(scope, name)) await changeQueue(queues, scope, { name, settings });
      else await queues.createQueue(scope, name, { settings });
    });
  }
}

interface WantedQueue {
  readonly position: Position;
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
  await queues.changes.changeSettings(scope, name, Object.assign({}, ...changes));
}
