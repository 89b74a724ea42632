import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_SCOPE as scope } from '../aws/scope.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { Events } from '../observe/events.ts';
import { seededRandom } from '../random/random.ts';
import { DEFAULT_SETTINGS, defaultSettings } from '../sqs/queue-settings.ts';
import { Queues } from '../sqs/queues.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { planTemplate } from '../template/plan-template.ts';
import { applyQueues } from './apply-queues.ts';

/** Queues to which templates are applied, each given as queue names with their properties. */
function queuesWith() {
  const events = new Events();
  const warnings: string[] = [];
  events.on('warning', ({ message }) => warnings.push(message));
  const store = new MemoryStore();
  const queues = new Queues({ store, clock: new ManualClock(), random: seededRandom(1), events });
  const apply = (properties: Readonly<Record<string, object>>) => {
    const resources = Object.entries(properties).map(([QueueName, more]) => [
      `Q${QueueName.replace(/\W/g, '')}`,
      { Type: 'AWS::SQS::Queue', Properties: { QueueName, ...more } },
    ]);
    const Stream = { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } };
    const template = JSON.stringify({ Resources: { Stream, ...Object.fromEntries(resources) } });
    const plan = planTemplate(template, { fileName: 'template.json', scope });
    return applyQueues(queues, scope, plan.queues);
  };
  const settingsOf = async (name: string) => (await queues.describeQueue(scope, name)).settings;
  return { queues, apply, settingsOf, warnings };
}

const arnOf = (name: string) => `arn:aws:sqs:${scope.region}:${scope.account}:${name}`;
const to = (name: string) => ({
  RedrivePolicy: { deadLetterTargetArn: arnOf(name), maxReceiveCount: 3 },
});

test('an attribute that the template no longer has goes back to its default', async () => {
  const { apply, settingsOf, queues, warnings } = queuesWith();
  const allowed = { RedriveAllowPolicy: { redrivePermission: 'denyAll' } };
  await apply({ a: { DelaySeconds: 900, VisibilityTimeout: 60, ...to('b') }, b: {}, c: allowed });
  await queues.sendMessage(scope, 'a', { body: 'kept' });
  expect(await settingsOf('a')).toMatchObject({ delaySeconds: 900, visibilityTimeoutSeconds: 60 });

  await apply({ a: { VisibilityTimeout: 90 }, b: {}, c: {} });
  expect(await settingsOf('a')).toEqual({ ...DEFAULT_SETTINGS, visibilityTimeoutSeconds: 90 });
  expect(await settingsOf('c')).toEqual(DEFAULT_SETTINGS);
  expect((await queues.describeQueue(scope, 'a')).messages.delayed).toBe(1);
  expect(warnings).toEqual([]);
});

test('settings that were changed from outside are the template’s again', async () => {
  const { apply, settingsOf, queues } = queuesWith();
  await apply({ a: { DelaySeconds: 5 } });
  await queues.changes.changeSettings(scope, 'a', { delaySeconds: 1, kmsMasterKeyId: 'key' });
  await apply({ a: { DelaySeconds: 5 } });
  expect(await settingsOf('a')).toEqual({ ...DEFAULT_SETTINGS, delaySeconds: 5 });
});

test('a chain of dead-letter queues is made in any order of the template', async () => {
  const chain = { a: to('b'), b: to('c'), c: to('d'), d: {} };
  const orders = fc.shuffledSubarray(Object.entries(chain), { minLength: 4 });
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      const { apply, settingsOf } = queuesWith();
      await apply(Object.fromEntries(order));
      expect((await settingsOf('a')).redrivePolicy?.deadLetterTargetArn).toBe(arnOf('b'));
      expect((await settingsOf('c')).redrivePolicy?.deadLetterTargetArn).toBe(arnOf('d'));
    }),
  );
});

test('a target of the template that allows its new source does so in time', async () => {
  const { apply, settingsOf } = queuesWith();
  const allow = (redrivePermission: string) => ({ RedriveAllowPolicy: { redrivePermission } });
  await apply({ a: {}, b: allow('denyAll') });
  await apply({ a: to('b'), b: allow('allowAll') });
  expect((await settingsOf('a')).redrivePolicy?.deadLetterTargetArn).toBe(arnOf('b'));
});

test.each([
  ['each other', { a: to('b'), b: to('c'), c: to('a') }],
  ['itself', { a: to('a') }],
  ['a queue outside the template', { a: to('elsewhere') }],
])('a queue with %s as its dead-letter queue is refused', async (_, properties) => {
  const { apply } = queuesWith();
  await expect(apply(properties)).rejects.toMatchObject({
    problem: { line: 1, column: expect.any(Number) },
    cause: { code: 'InvalidParameterValue' },
  });
});

test('a dead-letter queue outside the template is used when it is there', async () => {
  const { apply, settingsOf, queues } = queuesWith();
  await queues.createQueue(scope, 'elsewhere');
  await apply({ a: to('elsewhere') });
  expect((await settingsOf('a')).redrivePolicy?.deadLetterTargetArn).toBe(arnOf('elsewhere'));
});

test('a FIFO queue is made with its settings, and found again', async () => {
  const { apply, settingsOf } = queuesWith();
  const properties = { FifoQueue: true, ContentBasedDeduplication: true };
  await apply({ 'a.fifo': { ...properties, ...to('b.fifo') }, 'b.fifo': { FifoQueue: true } });
  expect(await settingsOf('a.fifo')).toMatchObject({
    fifoQueue: true,
    contentBasedDeduplication: true,
    deduplicationScope: 'queue',
    redrivePolicy: { deadLetterTargetArn: arnOf('b.fifo') },
  });
  await apply({ 'a.fifo': { FifoQueue: true }, 'b.fifo': { FifoQueue: true } });
  expect(await settingsOf('a.fifo')).toEqual(defaultSettings(true));
});
