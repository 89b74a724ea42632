import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient } from './kinesis-client.suite.ts';

test('the retention period is raised and lowered, each by its own operation', async () => {
  const { call, created } = kinesisClient();
  await created();
  const change = (direction: string, RetentionPeriodHours: number) =>
    call(`${direction}StreamRetentionPeriod`, { StreamARN: ARN, RetentionPeriodHours });
  const hours = async () =>
    (await call('DescribeStream', { StreamARN: ARN })).StreamDescription.RetentionPeriodHours;
  await change('Increase', 8760);
  expect(await hours()).toBe(8760);
  await change('Decrease', 25);
  expect(await hours()).toBe(25);
  await expect(change('Increase', 24)).rejects.toEqual(
    refused('InvalidArgumentException', /can not be shorter .* Use DecreaseRetentionPeriod API\.$/),
  );
  await expect(change('Decrease', 26)).rejects.toEqual(
    refused('InvalidArgumentException', /can not be longer .* Use IncreaseRetentionPeriod API\.$/),
  );
  await expect(change('Decrease', 23)).rejects.toEqual(
    refused('InvalidArgumentException', /is too short\.$/),
  );
});
