import { parseArn } from '../aws/arn.ts';
import { isSameScope, type Scope } from '../aws/scope.ts';
import type { Reader } from '../store/store.ts';
import { readMessages } from './message-store.ts';
import { createQueue, type Queue, type QueueSurroundings, queueDoesNotExist } from './queue.ts';
import { kindOf } from './queue-kinds.ts';
import { readQueues } from './queue-store.ts';

/** The queues that exist, found by name or ARN. */
export class QueueRegistry {
  readonly #queues = new Map<string, Queue>();

  /** Sets up every queue in the store as it was left. */
  constructor(store: Reader, surroundings: QueueSurroundings) {
    for (const kept of readQueues(store)) {
      const queue = createQueue(surroundings, {
        ...kept,
        kind: kindOf(store, kept.scope, kept.record),
      });
      readMessages(store, queue);
      this.add(queue);
    }
  }

  find(scope: Scope, name: string): Queue | undefined {
    return this.#queues.get(mapKey(scope, name));
  }

  /** @throws QueueError QueueDoesNotExist */
  get(scope: Scope, name: string): Queue {
    const queue = this.find(scope, name);
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  findByArn(text: string): Queue | undefined {
    const arn = parseArn(text);
    return arn?.service === 'sqs' ? this.find(arn, arn.resource) : undefined;
  }

  /** The queues of a scope, by name. */
  list(scope: Scope): Queue[] {
    const queues = [...this.#queues.values()].filter((queue) => isSameScope(queue.scope, scope));
    return queues.sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  /** The queues whose dead-letter queue this one is, by name. */
  sourcesOf({ scope, arn }: Queue): Queue[] {
    const isSource = ({ record: { settings } }: Queue) =>
      settings.redrivePolicy?.deadLetterTargetArn === arn;
    return this.list(scope).filter(isSource);
  }

  all(): Queue[] {
    return [...this.#queues.values()];
  }

  add(queue: Queue): void {
    this.#queues.set(mapKey(queue.scope, queue.name), queue);
  }

  remove(queue: Queue): void {
    this.#queues.delete(mapKey(queue.scope, queue.name));
  }
}

function mapKey({ account, region }: Scope, name: string): string {
  return `${account}/${region}/${name}`;
}
