import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient } from './kinesis-client.suite.ts';

const DAY_MS = 24 * 3_600_000;
const onDemand = { ShardCount: undefined };

function client() {
  const world = kinesisClient();
  const commit = (Status: string) =>
    world.call('UpdateAccountSettings', { MinimumThroughputBillingCommitment: { Status } });
  const update = (WarmThroughputMiBps: number) =>
    world.call('UpdateStreamWarmThroughput', { StreamName: 'orders', WarmThroughputMiBps });
  return { ...world, commit, update };
}

test('an on-demand stream of an account that is committed has a warm throughput', async () => {
  const { call, created, commit, update, events } = client();
  const warnings: string[] = [];
  events.on('warning', ({ message }) => warnings.push(message));
  const needs = refused('InvalidArgumentException', /needs MinimumThroughputBillingCommitment/);
  await expect(created({ ...onDemand, WarmThroughputMiBps: 5 })).rejects.toEqual(needs);
  await created(onDemand);
  await expect(update(5)).rejects.toEqual(needs);
  await commit('ENABLED');
  expect(await update(5)).toEqual({
    StreamARN: ARN,
    StreamName: 'orders',
    WarmThroughput: { TargetMiBps: 5, CurrentMiBps: 5 },
  });
  await expect(update(10_241)).rejects.toEqual(refused('LimitExceededException', /10240 MiB/));
  await created({ ...onDemand, StreamName: 'other', WarmThroughputMiBps: 7 });
  const { StreamDescriptionSummary } = await call('DescribeStreamSummary', { StreamName: 'other' });
  expect(StreamDescriptionSummary.WarmThroughput).toEqual({ TargetMiBps: 7, CurrentMiBps: 7 });
  expect(warnings).toHaveLength(2);
});

test('a provisioned stream has none, and gets it with its mode', async () => {
  const { call, created, commit, update } = client();
  await commit('ENABLED');
  await created();
  const refusal = refused('ValidationException', /is of the mode PROVISIONED/);
  await expect(update(5)).rejects.toEqual(refusal);
  const change = (StreamMode: string, more: object = {}) =>
    call('UpdateStreamMode', { StreamARN: ARN, StreamModeDetails: { StreamMode }, ...more });
  await expect(change('PROVISIONED', { WarmThroughputMiBps: 5 })).rejects.toEqual(refusal);
  const warm = async () =>
    (await call('DescribeStreamSummary', { StreamARN: ARN })).StreamDescriptionSummary
      .WarmThroughput?.CurrentMiBps;
  await change('ON_DEMAND', { WarmThroughputMiBps: 5 });
  expect(await warm()).toBe(5);
  await change('ON_DEMAND', { WarmThroughputMiBps: 6 });
  expect(await warm()).toBe(6);
  await change('PROVISIONED');
  expect(await warm()).toBeUndefined();
});

test('a commitment lasts a day at least', async () => {
  const { call, clock, commit } = client();
  const status = async () =>
    (await call('DescribeAccountSettings', {})).MinimumThroughputBillingCommitment;
  expect(await status()).toEqual({ Status: 'DISABLED' });
  expect(await commit('DISABLED')).toMatchObject({
    MinimumThroughputBillingCommitment: { Status: 'DISABLED' },
  });
  const StartedAt = clock.now();
  await commit('ENABLED');
  const begun = { StartedAt, EarliestAllowedEndAt: StartedAt + DAY_MS };
  expect(await status()).toEqual({ Status: 'ENABLED', ...begun });
  await commit('DISABLED');
  const ending = { Status: 'ENABLED_UNTIL_EARLIEST_ALLOWED_END', ...begun };
  expect(await status()).toEqual(ending);
  await commit('ENABLED');
  expect(await status()).toEqual({ Status: 'ENABLED', ...begun });
  await commit('DISABLED');
  clock.advance(DAY_MS);
  expect(await status()).toEqual({ Status: 'DISABLED', StartedAt, EndedAt: StartedAt + DAY_MS });
});

test('an on-demand stream has fifty consumers while its account is committed', async () => {
  const { call, created, commit } = client();
  await created(onDemand);
  const register = (number: number) =>
    call('RegisterStreamConsumer', { StreamARN: ARN, ConsumerName: `c-${number}` });
  for (let number = 1; number <= 20; number++) await register(number);
  await expect(register(21)).rejects.toEqual(refused('LimitExceededException', /At most 20/));
  await commit('ENABLED');
  await register(21);
});
