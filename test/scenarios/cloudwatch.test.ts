import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cloudWatchService } from '../../src/api/cloudwatch/service.ts';
import { alarmsOf } from '../../src/app/alarm-actions.ts';
import { filterPolicies } from '../../src/app/filter-policies.ts';
import { startSluicebox } from '../../src/app/start.ts';
import { systemClock } from '../../src/clock/system-clock.ts';
import type { Alarms } from '../../src/observe/alarms.ts';
import { Metrics } from '../../src/observe/metrics.ts';
import { systemRandom } from '../../src/random/random.ts';
import { Topics } from '../../src/sns/topics.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { available } from '../available.ts';
import { Endpoint } from '../endpoint.ts';
import { ROOT, run } from '../running.ts';

const HAS_AWS_CLI = available('aws');
const HAS_BOTO3 = available('python3', ['-c', 'import boto3']);

let endpoint: Endpoint;
let alarms: Alarms;
beforeEach(async () => {
  endpoint = await Endpoint.start((world) => {
    const metrics = new Metrics({ ...world, wantsEventCount: () => true });
    const topics = new Topics({
      ...world,
      deliver: { sqs: () => {}, lambda: () => {} },
      filters: filterPolicies(),
    });
    alarms = alarmsOf({ ...world, metrics, topics });
    return [cloudWatchService(metrics, alarms)];
  });
});
afterEach(async () => {
  alarms.close();
  await endpoint[Symbol.asyncDispose]();
});

/** Seconds since the Unix epoch, as the clients send them, are a time in a form too. */
const seconds = (atMs: number) => `${Math.floor(atMs / 1000)}`;
/** From an hour ago until a minute from now. */
const span = () => {
  const nowMs = systemClock.now();
  return ['--start-time', seconds(nowMs - 3_600_000), '--end-time', seconds(nowMs + 60_000)];
};

test.skipIf(!HAS_BOTO3)(
  'boto3 puts, pages and lists, whatever it compresses (needs boto3)',
  async () => {
    const script = join(ROOT, 'test/scenarios/cloudwatch_client.py');
    const { stdout, stderr } = await run('python3', [script], { env: endpoint.env });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      values: [...new Array(5).keys()],
      pages: 3,
      listed: 600,
      refused: 'InvalidParameterCombination',
    });
  },
);

test('a client of the query protocol is answered in XML', async () => {
  const ask = async (form: Record<string, string>) => {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        authorization:
          'AWS4-HMAC-SHA256 Credential=123456789012/20260101/eu-west-1/monitoring/aws4_request',
      },
      body: new URLSearchParams({ Version: '2010-08-01', Namespace: 'Shop', ...form }),
    });
    return { status: response.status, xml: await response.text() };
  };
  const datum = 'MetricData.member.1';
  const put = await ask({
    Action: 'PutMetricData',
    [`${datum}.MetricName`]: 'Orders',
    [`${datum}.Dimensions.member.1.Name`]: 'Shop',
    [`${datum}.Dimensions.member.1.Value`]: 'one',
    [`${datum}.Values.member.1`]: '2',
    [`${datum}.Values.member.2`]: '3.5',
  });
  expect(put).toMatchObject({ status: 200, xml: expect.stringContaining('PutMetricDataResponse') });
  const query = {
    Action: 'GetMetricStatistics',
    MetricName: 'Orders',
    'Dimensions.member.1.Name': 'Shop',
    'Dimensions.member.1.Value': 'one',
    StartTime: seconds(systemClock.now() - 60_000),
    EndTime: seconds(systemClock.now() + 60_000),
    'Statistics.member.1': 'Average',
  };
  const { xml } = await ask({ ...query, Period: '60' });
  expect(xml).toContain('<GetMetricStatisticsResponse xmlns="http://monitoring.amazonaws.com/doc/');
  expect(xml).toMatch(/<member><Timestamp>[\d:TZ-]+<\/Timestamp><Average>2.75<\/Average>/);
  const refused = await ask({ ...query, Period: '7' });
  expect(refused.status).toBe(400);
  expect(refused.xml).toContain('<Code>InvalidParameterValue</Code>');
});

/** What a record that fails six times leaves behind, by dimension, metric and statistic. */
const OF_A_POISON_PILL: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  FunctionName: {
    'Invocations Sum': 6,
    'Errors Sum': 6,
    'Throttles Sum': 0,
    'Throttles SampleCount': 6,
    'Duration SampleCount': 6,
    'IteratorAge SampleCount': 6,
  },
  EventSourceMappingUUID: {
    'PolledEventCount Sum': 1,
    'InvokedEventCount Sum': 6,
    'FailedInvokeEventCount Sum': 6,
    'OnFailureDestinationDeliveredEventCount Sum': 1,
    'DroppedEventCount Sum': 0,
  },
};

test.skipIf(!HAS_AWS_CLI)('a poison pill shows in the metrics of Lambda (needs aws)', async () => {
  const store = new MemoryStore();
  let followed: Metrics | undefined;
  const box = await startSluicebox({
    template: join(ROOT, 'pattern/template.yaml'),
    ...{ scope: { account: '123456789012', region: 'eu-west-1' }, host: '127.0.0.1', port: 0 },
    ...{ pace: 'fast', time: { kind: 'system' }, random: systemRandom },
    observe: (events, clock) => {
      followed = new Metrics({ store, clock, events, wantsEventCount: () => true });
    },
  });
  await using shown = await Endpoint.start(() => [cloudWatchService(followed!, alarms)]);
  const discarded = new Promise((resolve) => box.world.events.on('batch-discarded', resolve));
  const data = Buffer.from('{"AtomicMass":"10.81"}').toString('base64');
  const stream = ['--stream-name', 'DataActivityKinesisStream', '--partition-key', 'k'];
  const kinesis = ['kinesis', 'put-record', ...stream, '--data', data];
  const env = { ...endpoint.env, AWS_ENDPOINT_URL: box.endpoint };
  expect((await run('aws', kinesis, { env })).stderr).toBe('');
  await discarded;
  await box.close();

  const { metrics: listed } = await followed!.list(box.scope, { namespace: 'AWS/Lambda' });
  const query = ([name, by, Stat]: readonly string[], index: number) => {
    const Value = listed.flatMap((one) => one.dimensions).find((one) => one.name === by)!.value;
    const Metric = {
      Namespace: 'AWS/Lambda',
      MetricName: name,
      Dimensions: [{ Name: by, Value }],
    };
    return {
      Id: `q${index}`,
      Label: `${name} ${Stat}`,
      MetricStat: { Metric, Period: 3600, Stat },
    };
  };
  const all = Object.keys(OF_A_POISON_PILL).flatMap((by) =>
    Object.keys(OF_A_POISON_PILL[by]!).map((name) => [...name.split(' '), by] as const),
  );
  const queries = all.map(([name, Stat, by], index) => query([name!, by!, Stat!], index));
  const given = ['--metric-data-queries', JSON.stringify(queries)];
  const args = ['cloudwatch', 'get-metric-data', ...span(), ...given];
  const { stdout } = await run('aws', args, { env: shown.env });
  const results: { Label: string; Values: number[] }[] = JSON.parse(stdout).MetricDataResults;
  const sums = results.map(({ Label, Values }) => [
    Label,
    Values.reduce((sum, one) => sum + one, 0),
  ]);
  expect(Object.fromEntries(sums)).toEqual(Object.assign({}, ...Object.values(OF_A_POISON_PILL)));
});
