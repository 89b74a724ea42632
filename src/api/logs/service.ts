import type { LogGroups } from '../../observe/log-groups.ts';
import { bind, type Service } from '../operation.ts';
import { createLogGroup } from './create-log-group.ts';
import { createLogStream } from './create-log-stream.ts';
import { deleteLogGroup } from './delete-log-group.ts';
import { deleteLogStream } from './delete-log-stream.ts';
import { deleteRetentionPolicy } from './delete-retention-policy.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { toAwsError } from './errors.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTagsLogGroup } from './list-tags-log-group.ts';
import { putLogEvents } from './put-log-events.ts';
import { putRetentionPolicy } from './put-retention-policy.ts';
import { tagLogGroup } from './tag-log-group.ts';
import { tagResource } from './tag-resource.ts';
import { testMetricFilter } from './test-metric-filter.ts';
import { untagLogGroup } from './untag-log-group.ts';
import { untagResource } from './untag-resource.ts';

/** CloudWatch Logs. */
export function logsService(logs: LogGroups): Service {
  return {
    signingName: 'logs',
    protocols: [{ name: 'aws-json', version: '1.1', targetPrefix: 'Logs_20140328' }],
    operations: bind(logs, [
      createLogGroup,
      createLogStream,
      deleteLogGroup,
      deleteLogStream,
      deleteRetentionPolicy,
      describeLogGroups,
      describeLogStreams,
      filterLogEvents,
      getLogEvents,
      listTagsForResource,
      listTagsLogGroup,
      putLogEvents,
      putRetentionPolicy,
      tagLogGroup,
      tagResource,
      testMetricFilter,
      untagLogGroup,
      untagResource,
    ]),
    // As users have shown it for several operations.
    validationWords: { code: 'InvalidParameterException' },
    toAwsError,
  };
}
