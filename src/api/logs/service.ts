import type { LogGroups } from '../../observe/log-groups.ts';
import { bind, type Service } from '../operation.ts';
import { createLogGroup } from './create-log-group.ts';
import { createLogStream } from './create-log-stream.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { toAwsError } from './errors.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { putLogEvents } from './put-log-events.ts';

/** CloudWatch Logs. */
export function logsService(logs: LogGroups): Service {
  return {
    signingName: 'logs',
    protocols: [{ name: 'aws-json', version: '1.1', targetPrefix: 'Logs_20140328' }],
    operations: bind(logs, [
      createLogGroup,
      createLogStream,
      describeLogGroups,
      describeLogStreams,
      filterLogEvents,
      getLogEvents,
      putLogEvents,
    ]),
    toAwsError,
  };
}
