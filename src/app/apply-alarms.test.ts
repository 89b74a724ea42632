import { expect, test } from 'vitest';
import { DEFAULT_SCOPE as scope } from '../aws/scope.ts';
import { Alarms } from '../observe/alarms.ts';
import { newMetrics } from '../observe/metrics.suite.ts';
import { planTemplate } from '../template/plan-template.ts';
import { applyAlarms } from './apply-alarms.ts';

/** The plan of a template with one alarm on a stream. */
function planWith(Threshold: number) {
  const Stream = { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } };
  const Properties = {
    ...{ AlarmName: 'late', Namespace: 'AWS/Lambda', MetricName: 'IteratorAge' },
    Dimensions: [{ Name: 'FunctionName', Value: 'consumer' }],
    ...{ Statistic: 'Maximum', Period: 60, EvaluationPeriods: 1, Threshold },
    ComparisonOperator: 'GreaterThanThreshold',
  };
  const Late = { Type: 'AWS::CloudWatch::Alarm', Properties };
  const template = JSON.stringify({ Resources: { Stream, Late } });
  return planTemplate(template, { fileName: 'template.json', scope, stackName: 'test' });
}

test('an alarm is put once, and again when the template has another', async () => {
  const { store, clock, metrics } = newMetrics();
  const alarms = new Alarms({
    ...{ store, clock, metrics },
    notify: () => {},
    isRefusal: () => false,
    onProblem: () => {},
  });
  const summaries = () => alarms.history(scope, {}).items.map(({ summary }) => summary);
  await applyAlarms(alarms, scope, planWith(5));
  await applyAlarms(alarms, scope, planWith(5));
  expect(summaries()).toEqual(['Alarm "late" created']);
  await applyAlarms(alarms, scope, planWith(6));
  expect(summaries()[0]).toBe('Alarm "late" updated');
  expect(alarms.get(scope, 'late')).toMatchObject({ threshold: 6, periodMs: 60_000 });
});
