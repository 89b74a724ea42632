import type { Alarms } from '../../observe/alarms.ts';
import type { Metrics } from '../../observe/metrics.ts';
import { bind, type Service } from '../operation.ts';
import { deleteAlarms } from './delete-alarms.ts';
import { describeAlarmHistory } from './describe-alarm-history.ts';
import { describeAlarms } from './describe-alarms.ts';
import { describeAlarmsForMetric } from './describe-alarms-for-metric.ts';
import { disableAlarmActions } from './disable-alarm-actions.ts';
import { enableAlarmActions } from './enable-alarm-actions.ts';
import { toAwsError } from './errors.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listMetrics } from './list-metrics.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';
import { putMetricData } from './put-metric-data.ts';
import { setAlarmState } from './set-alarm-state.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';

/**
 * CloudWatch's metrics and alarms, in CBOR and JSON as today's clients speak, and in the older query
 * protocol.
 */
export function cloudWatchService(metrics: Metrics, alarms: Alarms): Service {
  return {
    signingName: 'monitoring',
    protocols: [
      { name: 'aws-json', version: '1.0', targetPrefix: 'GraniteServiceVersion20100801' },
      { name: 'rpc-v2-cbor', serviceName: 'GraniteServiceVersion20100801' },
      {
        name: 'query',
        apiVersion: '2010-08-01',
        xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
      },
    ],
    toAwsError,
    operations: [
      ...bind(metrics, [getMetricData, getMetricStatistics, listMetrics, putMetricData]),
      ...bind(alarms, [
        deleteAlarms,
        describeAlarmHistory,
        describeAlarms,
        describeAlarmsForMetric,
        disableAlarmActions,
        enableAlarmActions,
        listTagsForResource,
        putMetricAlarm,
        setAlarmState,
        tagResource,
        untagResource,
      ]),
    ],
  };
}
