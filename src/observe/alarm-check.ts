import { parseArn } from '../aws/arn.ts';
import type { AlarmConfiguration } from './alarm.ts';
import { MINUTE_MS } from './metric-buckets.ts';
import { MetricError } from './metric-error.ts';
import { checkMetric } from './metric-names.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const invalid = (message: string) => new MetricError('ValidationError', message);

/**
 * The configuration of an alarm with its dimensions in order. Throws `ValidationError`,
 * `InvalidParameterValue`. Source: PutMetricAlarm API reference; the text on the span is AWS's own.
 */
export function checkAlarm(given: AlarmConfiguration): AlarmConfiguration {
  const { periodMs, evaluationPeriods, datapointsToAlarm = evaluationPeriods, actions } = given;
  if (periodMs % MINUTE_MS !== 0) {
    throw invalid('Period must be a multiple of 60 here: nothing is kept by the second.');
  }
  const [span, most] = periodMs < HOUR_MS ? ['a day', DAY_MS] : ['7 days', 7 * DAY_MS];
  if (periodMs * evaluationPeriods > most) {
    const rule = `(EvaluationPeriods * Period must be <= ${most / 1000}).`;
    throw invalid(`Metrics cannot be checked across more than ${span} ${rule}`);
  }
  if (datapointsToAlarm > evaluationPeriods) {
    throw invalid('DatapointsToAlarm must be less than or equal to EvaluationPeriods.');
  }
  for (const action of Object.values(actions).flat()) checkAction(action);
  return { ...given, metric: checkMetric(given.metric) };
}

/** Whether there is such a topic does not matter yet, as on AWS. */
function checkAction(action: string): void {
  const arn = parseArn(action);
  if (!arn) throw invalid(`Invalid arn syntax: ${action}`);
  if (arn.service !== 'sns') {
    throw invalid(`The action ${action} is not supported here: only SNS topics are.`);
  }
}
