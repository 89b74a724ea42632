import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { Store } from '../store/store.ts';
import { checkPurge } from './intervals.ts';
import { removeAllMessages } from './message-store.ts';
import type { Queue } from './queue.ts';
import type { QueueRegistry } from './queue-registry.ts';
import {
  ATTRIBUTE_OF_SETTING,
  changeSettings,
  type QueueSettings,
  SETTINGS_WITHOUT_EFFECT,
  type SettingsChange,
} from './queue-settings.ts';
import { writeQueue } from './queue-store.ts';
import type { QueuesDependencies } from './receiver.ts';
import { checkRedriveAllowPolicy, checkRedrivePolicy } from './redrive-policy.ts';

/** Changes queues: their settings, their tags, and that they hold anything. */
export class QueueChanges {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #events: Events;
  readonly #registry: QueueRegistry;

  constructor({ store, clock, events }: QueuesDependencies, registry: QueueRegistry) {
    this.#store = store;
    this.#clock = clock;
    this.#events = events;
    this.#registry = registry;
  }

  /**
   * Changes some settings of a queue; they hold at once, for messages already there too, except
   * that a message keeps the timeout it was received with, and in a standard queue the delay it was
   * sent with.
   *
   * @throws QueueError QueueDoesNotExist, InvalidAttributeValue, InvalidAttributeName, or
   *   InvalidParameterValue for a redrive policy that cannot be
   */
  async changeSettings(scope: Scope, name: string, change: SettingsChange): Promise<void> {
    const queue = this.#registry.get(scope, name);
    const settings = this.checked(queue, queue.record.settings, change);
    const record = { ...queue.record, settings, modifiedAtMs: this.#clock.now() };
    await this.#store.transact((transaction) => {
      queue.kind.changeSettings(transaction, queue, settings);
      writeQueue(transaction, queue, record);
    });
    this.announce(name, change);
  }

  /**
   * Makes another policy of the one that a queue has, with its ARN.
   *
   * @throws QueueError QueueDoesNotExist, and what `change` throws
   */
  async changePolicy(
    scope: Scope,
    name: string,
    change: (policy: string | undefined, arn: string) => string | undefined,
  ): Promise<void> {
    const { arn, record } = this.#registry.get(scope, name);
    const policy = change(record.settings.policy, arn) ?? null;
    await this.changeSettings(scope, name, { policy });
  }

  /**
   * Sets some tags of a queue, and removes others.
   *
   * @throws QueueError QueueDoesNotExist
   */
  async changeTags(
    scope: Scope,
    name: string,
    { set = {}, remove = [] }: { set?: Record<string, string>; remove?: readonly string[] },
  ): Promise<void> {
    const queue = this.#registry.get(scope, name);
    const tags = { ...queue.record.tags, ...set };
    for (const key of remove) delete tags[key];
    const record = { ...queue.record, tags };
    await this.#store.transact((transaction) => writeQueue(transaction, queue, record));
  }

  /**
   * Removes all messages of a queue, those in flight and those delayed included.
   *
   * @throws QueueError QueueDoesNotExist, or PurgeQueueInProgress within a minute of the last purge
   */
  async purge(scope: Scope, name: string): Promise<void> {
    const queue = this.#registry.get(scope, name);
    const nowMs = this.#clock.now();
    checkPurge(queue, nowMs);
    await this.#store.transact((transaction) => {
      removeAllMessages(transaction, queue);
      writeQueue(transaction, queue, { ...queue.record, purgedAtMs: nowMs });
    });
  }

  /**
   * The settings of a queue after a change, which has to be one that the queue can have.
   *
   * @throws QueueError as `changeSettings`
   */
  checked(
    { scope, name }: Pick<Queue, 'scope' | 'name'>,
    before: QueueSettings,
    change: SettingsChange,
  ): QueueSettings {
    const findByArn = (arn: string) => this.#registry.findByArn(arn);
    const { redrivePolicy, redriveAllowPolicy } = change;
    const isFifo = before.fifoQueue === true;
    if (redrivePolicy) checkRedrivePolicy(redrivePolicy, { scope, name, isFifo, findByArn });
    if (redriveAllowPolicy) checkRedriveAllowPolicy(redriveAllowPolicy);
    return changeSettings(before, change);
  }

  /** Says which settings of a change are kept and have no effect. */
  announce(name: string, change: SettingsChange): void {
    for (const setting of SETTINGS_WITHOUT_EFFECT) {
      if (change[setting] === undefined || change[setting] === null) continue;
      const attribute = ATTRIBUTE_OF_SETTING[setting];
      const message = `Queue ${name}: ${attribute} is kept, but has no effect here.`;
      this.#events.emit('warning', { message });
    }
  }
}
