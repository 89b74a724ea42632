import type { Metrics } from '../../observe/metrics.ts';
import { bind, type Service } from '../operation.ts';
import { toAwsError } from './errors.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listMetrics } from './list-metrics.ts';
import { putMetricData } from './put-metric-data.ts';

/** CloudWatch's metrics, in JSON as today's clients speak and in the older query protocol. */
export function cloudWatchService(metrics: Metrics): Service {
  return {
    signingName: 'monitoring',
    protocols: [
      { name: 'aws-json', version: '1.0', targetPrefix: 'GraniteServiceVersion20100801' },
      {
        name: 'query',
        apiVersion: '2010-08-01',
        xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
      },
    ],
    toAwsError,
    operations: bind(metrics, [getMetricData, getMetricStatistics, listMetrics, putMetricData]),
  };
}
