import { expect, test } from 'vitest';
import type { AlarmConfiguration } from './alarm.ts';
import { Alarms } from './alarms.ts';
import { newMetrics, scope } from './metrics.suite.ts';

const CONFIGURATION: AlarmConfiguration = {
  actionsEnabled: true,
  actions: { OK: [], ALARM: [], INSUFFICIENT_DATA: [] },
  metric: { namespace: 'Shop', name: 'Orders', dimensions: [] },
  statistic: 'Maximum',
  periodMs: 60_000,
  evaluationPeriods: 1,
  threshold: 5,
  comparison: 'GreaterThanThreshold',
};

test('alarms are evaluated after a restart too, and after their end no more', async () => {
  const { metrics, clock, store } = newMetrics();
  const open = () =>
    new Alarms({
      ...{ store, clock, metrics },
      notify: () => {},
      isRefusal: () => false,
      onProblem: () => {},
    });
  const before = open();
  await before.put(scope, 'a', CONFIGURATION);
  before.close();
  await metrics.put(scope, 'Shop', [{ name: 'Orders', value: 9 }]);
  clock.advance(60_000);
  expect(before.get(scope, 'a')?.state.value).toBe('INSUFFICIENT_DATA');
  await metrics.put(scope, 'Shop', [{ name: 'Orders', value: 9 }]);
  const after = open();
  clock.advance(60_000);
  expect(after.get(scope, 'a')?.state.value).toBe('ALARM');
  after.close();
});

test('where there is no alarm, no time is spent', async () => {
  const { metrics, clock, store } = newMetrics();
  const alarms = new Alarms({
    ...{ store, clock, metrics },
    notify: () => {},
    isRefusal: () => false,
    onProblem: () => {},
  });
  expect(clock.nextDueMs()).toBeUndefined();
  await alarms.put(scope, 'a', CONFIGURATION);
  expect(clock.nextDueMs()).toBe(clock.now() + 60_000);
  await alarms.remove(scope, ['a']);
  clock.advance(60_000);
  expect(clock.nextDueMs()).toBeUndefined();
});
