import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { Events } from '../observe/events.ts';
import { seededRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { Queues } from './queues.ts';

const SCOPE = { account: '123456789012', region: 'eu-central-1' };
const DEAD_LETTER_ARN = 'arn:aws:sqs:eu-central-1:123456789012:failed';
const MAX_RECEIVE_COUNT = 3;
const RETENTION_SECONDS = 600;

type Name = 'orders' | 'failed';

interface ModelMessage {
  readonly body: string;
  readonly sentAt: number;
  readonly number: number;
  visibleAt: number;
  receiveCount: number;
  /** Where the message is, and which receive there was the last one. */
  queue: Name;
  latestReceive: number | undefined;
  receivedAt: number;
}

/** What queues do, said as plainly as possible: one list, looked through from end to end. */
class Model {
  now = 0;
  messages: ModelMessage[] = [];
  #numbers = 0;

  send(body: string, delaySeconds: number): void {
    this.messages.push({
      body,
      sentAt: this.now,
      number: this.#numbers++,
      visibleAt: this.now + delaySeconds,
      receiveCount: 0,
      queue: 'orders',
      latestReceive: undefined,
      receivedAt: 0,
    });
  }

  receive(queue: Name, { count, visibilityTimeout, receive }: Record<string, number> & object) {
    for (;;) {
      const next = this.#visible(queue).slice(0, count);
      const received = next.filter((message) => !this.#move(message));
      for (const message of received) {
        message.receiveCount++;
        message.visibleAt = this.now + (visibilityTimeout as number);
        message.latestReceive = receive as number;
        message.receivedAt = this.now;
      }
      if (received.length > 0 || next.length === 0) return received;
    }
  }

  #visible(queue: Name): ModelMessage[] {
    return this.alive(queue)
      .filter((message) => message.visibleAt <= this.now)
      .sort((left, right) => left.visibleAt - right.visibleAt || left.number - right.number);
  }

  #move(message: ModelMessage): boolean {
    if (message.queue === 'failed' || message.receiveCount < MAX_RECEIVE_COUNT) return false;
    const moved = { ...message, visibleAt: this.now, latestReceive: undefined };
    this.messages = this.messages.filter((other) => other !== message);
    this.messages.push({ ...moved, queue: 'failed', number: this.#numbers++ });
    return true;
  }

  alive(queue: Name): ModelMessage[] {
    return this.messages.filter(
      (message) => message.queue === queue && message.sentAt + RETENTION_SECONDS > this.now,
    );
  }

  counts(queue: Name) {
    const alive = this.alive(queue);
    const hidden = alive.filter((message) => message.visibleAt > this.now);
    const inFlight = hidden.filter((message) => message.latestReceive !== undefined).length;
    return {
      visible: alive.length - hidden.length,
      inFlight,
      delayed: hidden.length - inFlight,
    };
  }
}

interface Receive {
  readonly queue: Name;
  readonly body: string;
  readonly handle: string;
  readonly id: number;
}

const queueName = fc.constantFrom<Name>('orders', 'orders', 'failed');
const step = fc.oneof(
  fc.record({
    do: fc.constant('send' as const),
    delays: fc.array(fc.constantFrom(0, 0, 5, 40), { minLength: 1, maxLength: 10 }),
  }),
  fc.record({
    do: fc.constant('receive' as const),
    queue: queueName,
    count: fc.integer({ min: 1, max: 10 }),
    timeout: fc.constantFrom(0, 3, 30),
  }),
  fc.record({
    do: fc.constant('delete' as const),
    picks: fc.array(fc.nat(40), { minLength: 1, maxLength: 10 }),
  }),
  fc.record({
    do: fc.constant('hide' as const),
    pick: fc.nat(40),
    timeout: fc.constantFrom(0, 2, 60),
  }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 4, 30, 200) }),
  fc.record({ do: fc.constant('reopen' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** The queues beside their model. */
class Comparison {
  readonly #model = new Model();
  readonly #clock = new ManualClock(0);
  readonly #random = seededRandom(1);
  readonly #store = new MemoryStore();
  readonly #receives: Receive[] = [];
  #sent = 0;
  #queues = this.#open();

  #open(): Queues {
    const [store, clock, random] = [this.#store, this.#clock, this.#random];
    return new Queues({ store, clock, random, events: new Events() });
  }

  async start(): Promise<void> {
    const settings = { messageRetentionSeconds: RETENTION_SECONDS };
    await this.#queues.createQueue(SCOPE, 'failed', { settings });
    const redrivePolicy = {
      deadLetterTargetArn: DEAD_LETTER_ARN,
      maxReceiveCount: MAX_RECEIVE_COUNT,
    };
    await this.#queues.createQueue(SCOPE, 'orders', { settings: { ...settings, redrivePolicy } });
  }

  async take(next: Step): Promise<void> {
    if (next.do === 'send') await this.#send(next.delays);
    if (next.do === 'receive') await this.#receive(next);
    if (next.do === 'delete') await this.#delete(next.picks);
    if (next.do === 'hide') await this.#hide(next);
    if (next.do === 'reopen') this.#queues = this.#open();
    if (next.do === 'wait') {
      this.#model.now += next.seconds;
      this.#clock.advance(next.seconds * 1000);
    }
    for (const name of ['orders', 'failed'] as const) {
      const { messages } = await this.#queues.describeQueue(SCOPE, name);
      expect(messages).toEqual(this.#model.counts(name));
    }
  }

  /** Sends messages in one commit, as they are kept together. */
  async #send(delays: readonly number[]): Promise<void> {
    const drafts = delays.map((delaySeconds) => ({
      body: `message ${this.#sent++}`,
      delaySeconds,
    }));
    await this.#queues.sendMessages(SCOPE, 'orders', drafts);
    for (const { body, delaySeconds } of drafts) this.#model.send(body, delaySeconds);
  }

  async #receive({ queue, count, timeout }: Step & { do: 'receive' }): Promise<void> {
    const id = this.#receives.length;
    const expected = this.#model.receive(queue, {
      count,
      visibilityTimeout: timeout,
      receive: id,
    });
    const received = await this.#queues.receiveMessages(SCOPE, queue, {
      maxMessages: count,
      visibilityTimeoutSeconds: timeout,
    });
    const seen = received.map(({ body, receiveCount, sentAtMs }) => [body, receiveCount, sentAtMs]);
    expect(seen).toEqual(expected.map((m) => [m.body, m.receiveCount, m.sentAt * 1000]));
    for (const { body, receiptHandle } of received) {
      this.#receives.push({ queue, body, handle: receiptHandle, id });
    }
  }

  #picked(pick: number): { receive: Receive; message: ModelMessage | undefined } | undefined {
    const receive = this.#receives.at(-1 - (pick % Math.max(1, this.#receives.length)));
    if (!receive) return undefined;
    const message = this.#model
      .alive(receive.queue)
      .find((one) => one.body === receive.body && one.latestReceive === receive.id);
    return { receive, message };
  }

  /** Deletes messages of a queue, the one of the first pick, in one commit. */
  async #delete(picks: readonly number[]): Promise<void> {
    const all = picks.flatMap((pick) => this.#picked(pick) ?? []);
    const queue = all[0]?.receive.queue;
    const picked = all.filter(({ receive }) => receive.queue === queue);
    if (queue === undefined) return;
    const handles = picked.map(({ receive }) => receive.handle);
    const outcomes = await this.#queues.deleteMessages(SCOPE, queue, handles);
    expect(outcomes.every((outcome) => outcome === undefined)).toBe(true);
    const gone = new Set(picked.map(({ message }) => message));
    this.#model.messages = this.#model.messages.filter((one) => !gone.has(one));
  }

  async #hide({ pick, timeout }: Step & { do: 'hide' }): Promise<void> {
    const picked = this.#picked(pick);
    if (!picked) return;
    const change = {
      receiptHandle: picked.receive.handle,
      visibilityTimeoutSeconds: timeout,
    };
    const { queue } = picked.receive;
    const [error] = await this.#queues.changeMessageVisibilities(SCOPE, queue, [change]);
    expect(error?.code).toBe(picked.message ? undefined : 'InvalidParameterValue');
    if (picked.message) picked.message.visibleAt = this.#model.now + timeout;
  }
}

test('queues do what their model does, across reopening too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const comparison = new Comparison();
      await comparison.start();
      for (const next of steps) await comparison.take(next);
    }),
    { numRuns: 200 },
  );
});
