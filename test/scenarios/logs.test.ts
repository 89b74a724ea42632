import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { logsService } from '../../src/api/logs/service.ts';
import { systemClock } from '../../src/clock/system-clock.ts';
import { LogGroups } from '../../src/observe/log-groups.ts';
import { available } from '../available.ts';
import { awsSettings } from '../aws-environment.ts';
import { type Difference, expectSameAsMoto } from '../compared.ts';
import { Endpoint } from '../endpoint.ts';
import { HAS_MOTO } from '../moto.ts';
import { ROOT, run } from '../running.ts';

const HAS_AWS_CLI = available('aws');

let endpoint: Endpoint;
beforeEach(async () => {
  endpoint = await Endpoint.start((world) => [logsService(new LogGroups(world))]);
});
afterEach(() => endpoint[Symbol.asyncDispose]());

async function aws(...args: string[]) {
  const { stdout, stderr } = await run('aws', ['logs', ...args], { env: endpoint.env });
  if (stderr !== '') throw new Error(stderr);
  return stdout === '' ? undefined : JSON.parse(stdout);
}

const GROUP = ['--log-group-name', 'orders'];

test.skipIf(!HAS_AWS_CLI)('a group lives as the AWS CLI has it live (needs aws)', async () => {
  await aws('create-log-group', ...GROUP, '--tags', 'team=x');
  await aws('create-log-stream', ...GROUP, '--log-stream-name', 'one');
  const event = `timestamp=${systemClock.now()},message=hello`;
  const stream = ['--log-stream-name', 'one'];
  await aws('put-log-events', ...GROUP, ...stream, '--log-events', event);
  await aws('put-retention-policy', ...GROUP, '--retention-in-days', '7');
  const { logGroups } = await aws('describe-log-groups');
  expect(logGroups).toMatchObject([{ logGroupName: 'orders', retentionInDays: 7 }]);
  const { logGroupArn } = logGroups[0];
  const { tags } = await aws('list-tags-for-resource', '--resource-arn', logGroupArn);
  expect(tags).toEqual({ team: 'x' });
  await aws('delete-log-stream', ...GROUP, ...stream);
  await aws('delete-log-group', ...GROUP);
  await expect(aws('delete-log-group', ...GROUP)).rejects.toThrow('(ResourceNotFoundException)');
});

test('the JavaScript SDK pages through what a selector finds', async () => {
  const client = new CloudWatchLogsClient(awsSettings(endpoint.url));
  const group = { logGroupName: 'orders' };
  const stream = { ...group, logStreamName: 'one' };
  await client.send(new CreateLogGroupCommand(group));
  await client.send(new CreateLogStreamCommand(stream));
  const timestamp = systemClock.now();
  const logEvents = [1, 2, 3, 4].map((n) => ({ timestamp, message: JSON.stringify({ n }) }));
  await client.send(new PutLogEventsCommand({ ...stream, logEvents }));
  const filter = { ...group, filterPattern: '{ $.n > 1 }', limit: 2 };
  const found: (string | undefined)[] = [];
  for await (const { events } of paginateFilterLogEvents({ client }, filter)) {
    found.push(...(events ?? []).map(({ message }) => message));
  }
  expect(found).toEqual(['{"n":2}', '{"n":3}', '{"n":4}']);
  client.destroy();
});

const DOC = 'Filter pattern syntax, CloudWatch Logs user guide';
const ALL = [
  '{"level":"ERROR","n":4,"user":',
  '{"level":"ERROR","n":2,"none":',
  '{"level":"INFO","items":[{"id"',
  'ERROR disk full',
  'WARN disk nearly full',
  '127.0.0.1 - frank "GET /a.html',
];
/** moto does not look at patterns of these kinds, and finds everything. */
const notLookedAt = (...here: string[]): Difference => ({
  ...{ here, moto: ALL, right: 'here', why: DOC },
});

const DIFFERENCES: Readonly<Record<string, Difference>> = {
  'a broken pattern': {
    here: 'InvalidParameterException: Invalid filter pattern: { $.level = }',
    moto: ALL,
    right: 'here',
    why: `${DOC}; the text is AWS’s up to the colon`,
  },
  'a name that cannot be': {
    here:
      "InvalidParameterException: 1 validation error detected: Value 'a b' at 'logGroupName' " +
      'failed to satisfy constraint: Member must satisfy regular expression pattern: ' +
      '[\\.\\-_/#A-Za-z0-9]+',
    moto: {},
    right: 'here',
    why: 'the pattern of the public API model',
  },
  'a retention that is not offered': {
    here: 'InvalidParameterException: 2 days is not a retention that CloudWatch Logs offers.',
    moto: {},
    right: 'here',
    why: 'PutRetentionPolicy API reference; the text is our own',
  },
  'create it twice in a group': {
    here: 'ResourceAlreadyExistsException: The specified log stream already exists',
    moto: 'ResourceAlreadyExistsException: The specified log group already exists',
    right: 'here',
    why: 'moto has one text for both',
  },
  'delete it twice': {
    here: 'ResourceNotFoundException: The specified log stream does not exist.',
    moto: 'ResourceNotFoundException: The specified log group does not exist.',
    right: 'here',
    why: 'moto has one text for both',
  },
  'put events': {
    here: [],
    moto: ['nextSequenceToken'],
    right: 'unknown',
    why: 'the API reference says that the token is ignored; whether it still comes is not said',
  },
  'pattern ?WARN ?frank': notLookedAt(ALL[4]!, ALL[5]!),
  'pattern full -WARN': { here: [ALL[3]], moto: [], right: 'here', why: DOC },
  'pattern { $.level = "ERROR" && $.n > 3 }': notLookedAt(ALL[0]!),
  'pattern { $.level = "E*" }': notLookedAt(ALL[0]!, ALL[1]!),
  'pattern { $.user.id = "a" || $.items[0].id = "x" }': notLookedAt(ALL[0]!, ALL[2]!),
  'pattern { $.done IS TRUE }': notLookedAt(ALL[0]!),
  'pattern { $.none IS NULL }': notLookedAt(ALL[1]!),
  'pattern [ip, id, user, request, status=4*, bytes]': notLookedAt(ALL[5]!),
  'pattern [..., status=4*, bytes > 1000]': notLookedAt(ALL[5]!),
};

test.skipIf(!HAS_MOTO)('it is as moto has it, but for what is listed (needs moto)', async () => {
  const script = join(ROOT, 'test/scenarios/logs_client.py');
  await expectSameAsMoto(script, endpoint.url, DIFFERENCES);
});
