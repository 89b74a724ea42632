import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect, test } from 'vitest';
import { logsService } from '../../src/api/logs/service.ts';
import { systemClock } from '../../src/clock/system-clock.ts';
import { LogGroups } from '../../src/observe/log-groups.ts';
import { versionOf } from '../available.ts';
import { awsEnvironment, awsSettings } from '../aws-environment.ts';
import { Endpoint } from '../endpoint.ts';
import { Spawned } from '../spawned.ts';

/** Version 2 of the AWS CLI, which has `logs tail`, wherever it is; CI may be without. */
const AWS_CLI_2 = ['aws', '/usr/bin/aws', '/usr/local/bin/aws'].find((program) =>
  versionOf(program).startsWith('aws-cli/2'),
);

test.skipIf(!AWS_CLI_2)('aws logs tail follows a group (needs version 2 of aws)', async () => {
  await using endpoint = await Endpoint.start((world) => [logsService(new LogGroups(world))]);
  const client = new CloudWatchLogsClient(awsSettings(endpoint.url));
  const stream = { logGroupName: '/aws/lambda/consumer', logStreamName: 'one' };
  await client.send(new CreateLogGroupCommand(stream));
  await client.send(new CreateLogStreamCommand(stream));
  const log = (...messages: string[]) => {
    const timestamp = systemClock.now();
    const logEvents = messages.map((message) => ({ timestamp, message }));
    return client.send(new PutLogEventsCommand({ ...stream, logEvents }));
  };
  await log('first', 'first again', 'quiet');
  const pattern = ['--filter-pattern', '?first ?second'];
  const args = ['logs', 'tail', stream.logGroupName, '--follow', ...pattern];
  const env = { ...awsEnvironment(endpoint.url), PYTHONUNBUFFERED: '1' };
  await using tail = new Spawned(AWS_CLI_2!, [...args, '--endpoint-url', endpoint.url], { env });
  await tail.printed('first again');
  await log('second');
  await tail.printed('one second');
  client.destroy();
  const lines = tail.output.trim().split('\n');
  expect(lines.map((line) => line.split(' ').slice(1).join(' '))).toEqual([
    ...['one first', 'one first again', 'one second'],
  ]);
});
