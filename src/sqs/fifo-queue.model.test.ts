import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SCOPE, startQueues } from './queues.suite.ts';

const NAME = 'orders.fifo';
const RETENTION_SECONDS = 600;

interface ModelMessage {
  readonly body: string;
  readonly groupId: string;
  readonly sentAt: number;
  visibleAt: number;
  handle: string | undefined;
}

const step = fc.oneof(
  fc.record({ do: fc.constant('send' as const), group: fc.constantFrom('a', 'b', 'c') }),
  fc.record({
    do: fc.constant('receive' as const),
    count: fc.integer({ min: 1, max: 10 }),
    timeout: fc.constantFrom(0, 3, 30),
  }),
  fc.record({ do: fc.constant('delete' as const), pick: fc.nat(20) }),
  fc.record({
    do: fc.constant('hide' as const),
    pick: fc.nat(20),
    timeout: fc.constantFrom(0, 2, 60),
  }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 4, 30, 200) }),
  fc.record({ do: fc.constant('reopen' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** A FIFO queue beside what it must do, said as plainly as possible. */
class Comparison {
  readonly #world = startQueues();
  #queues = this.#world.queues;
  #now = 0;
  #sent = 0;
  /** In the order in which they were sent. */
  #messages: ModelMessage[] = [];

  async start(): Promise<void> {
    const settings = { fifoQueue: true, messageRetentionSeconds: RETENTION_SECONDS } as const;
    await this.#queues.createQueue(SCOPE, NAME, { settings });
  }

  async take(next: Step): Promise<void> {
    if (next.do === 'send') await this.#send(next.group);
    if (next.do === 'receive') await this.#receive(next.count, next.timeout);
    if (next.do === 'delete') await this.#delete(next.pick);
    if (next.do === 'hide') await this.#hide(next.pick, next.timeout);
    if (next.do === 'reopen') this.#queues = this.#world.open();
    if (next.do === 'wait') {
      this.#now += next.seconds;
      this.#world.clock.advance(next.seconds * 1000);
    }
    this.#messages = this.#messages.filter((one) => one.sentAt + RETENTION_SECONDS > this.#now);
    const { messages } = await this.#queues.describeQueue(SCOPE, NAME);
    const inFlight = this.#messages.filter((one) => one.visibleAt > this.#now).length;
    expect(messages).toEqual({ visible: this.#messages.length - inFlight, inFlight, delayed: 0 });
  }

  async #send(groupId: string): Promise<void> {
    const body = `message ${this.#sent++}`;
    await this.#queues.sendMessage(SCOPE, NAME, {
      body,
      groupId,
      deduplicationId: `${this.#sent}`,
    });
    const [sentAt, visibleAt] = [this.#now, this.#now];
    this.#messages.push({ body, groupId, sentAt, visibleAt, handle: undefined });
  }

  /** Which groups come first is left open; what comes of each, and how much in all, is not. */
  async #receive(count: number, timeout: number): Promise<void> {
    const received = await this.#queues.receiveMessages(SCOPE, NAME, {
      maxMessages: count,
      visibilityTimeoutSeconds: timeout,
    });
    const ready = ['a', 'b', 'c'].map((groupId) => this.#ready(groupId));
    const most = ready.reduce((sum, { length }) => sum + length, 0);
    expect(received).toHaveLength(Math.min(count, most));
    const groups = [...new Set(received.map(({ groupId }) => groupId))];
    const expected = groups.flatMap((groupId) => this.#ready(groupId ?? ''));
    expect(received.map(({ body }) => body)).toEqual(
      expected.slice(0, count).map(({ body }) => body),
    );
    for (const { body, receiptHandle } of received) {
      const message = this.#messages.find((one) => one.body === body) as ModelMessage;
      message.visibleAt = this.#now + timeout;
      message.handle = receiptHandle;
    }
  }

  /** The messages of a group before the first one that is in flight. */
  #ready(groupId: string): ModelMessage[] {
    const messages = this.#messages.filter((one) => one.groupId === groupId);
    const blocked = messages.findIndex((one) => one.visibleAt > this.#now);
    return blocked < 0 ? messages : messages.slice(0, blocked);
  }

  #picked(pick: number): ModelMessage | undefined {
    const received = this.#messages.filter(({ handle }) => handle !== undefined);
    return received[pick % Math.max(1, received.length)];
  }

  async #delete(pick: number): Promise<void> {
    const message = this.#picked(pick);
    if (!message?.handle) return;
    const [error] = await this.#queues.deleteMessages(SCOPE, NAME, [message.handle]);
    const isInFlight = message.visibleAt > this.#now;
    expect(error?.code).toBe(isInFlight ? undefined : 'InvalidParameterValue');
    if (isInFlight) this.#messages = this.#messages.filter((one) => one !== message);
  }

  async #hide(pick: number, timeout: number): Promise<void> {
    const message = this.#picked(pick);
    if (!message?.handle) return;
    const [error] = await this.#queues.changeMessageVisibilities(SCOPE, NAME, [
      { receiptHandle: message.handle, visibilityTimeoutSeconds: timeout },
    ]);
    const isInFlight = message.visibleAt > this.#now;
    expect(error?.code).toBe(isInFlight ? undefined : 'InvalidParameterValue');
    if (isInFlight) message.visibleAt = this.#now + timeout;
  }
}

test('no message of a FIFO queue overtakes another of its group, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const comparison = new Comparison();
      await comparison.start();
      for (const next of steps) await comparison.take(next);
    }),
    { numRuns: 200 },
  );
});
