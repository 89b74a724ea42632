import { expect, test } from 'vitest';
import { DEFAULT_SCOPE as scope } from '../aws/scope.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { Streams } from '../kinesis/streams.ts';
import { Events } from '../observe/events.ts';
import { seededRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { planTemplate } from '../template/plan-template.ts';
import { applyStream } from './apply-stream.ts';

/** Applies one template after the other to the same streams, and answers what was warned of. */
async function applied(...properties: readonly string[]) {
  const events = new Events();
  const warnings: string[] = [];
  events.on('warning', ({ message }) => warnings.push(message));
  const store = new MemoryStore();
  const streams = new Streams({ store, clock: new ManualClock(), random: seededRandom(1), events });
  for (const more of properties) {
    const template = `Resources: {S: {Type: AWS::Kinesis::Stream, Properties: {Name: s, ${more}}}}`;
    const plan = planTemplate(template, { fileName: 'template.yaml', scope });
    for (const stream of plan.streams) await applyStream({ streams, events }, scope, stream);
  }
  return { warnings, stream: streams.describe(scope, 's') };
}

const ON_DEMAND = 'StreamModeDetails: {StreamMode: ON_DEMAND}';
const ADVICE = 'Delete the stream, or choose another folder with --data.';

test('a stream is made as the template says', async () => {
  const { stream, warnings } = await applied(
    'ShardCount: 3, RetentionPeriodHours: 48, MaxRecordSizeInKiB: 2048',
  );
  expect(stream).toMatchObject({
    mode: 'PROVISIONED',
    openShardCount: 3,
    retentionHours: 48,
    maxRecordSizeInKiB: 2048,
  });
  expect(warnings).toEqual([]);
});

test.each([
  ['ShardCount: 4', 'ShardCount: 2', 'its ShardCount is 4, where the template asks for 2'],
  [
    'ShardCount: 4',
    ON_DEMAND,
    'its StreamMode is PROVISIONED, where the template asks for ON_DEMAND',
  ],
  [
    ON_DEMAND,
    'ShardCount: 1',
    'its StreamMode is ON_DEMAND, where the template asks for PROVISIONED; ' +
      'its ShardCount is 4, where the template asks for 1',
  ],
  [
    'ShardCount: 1, RetentionPeriodHours: 48',
    'ShardCount: 1',
    'its RetentionPeriodHours is 48, where the template asks for 24',
  ],
  [
    'ShardCount: 1',
    'ShardCount: 1, MaxRecordSizeInKiB: 5000',
    'its MaxRecordSizeInKiB is 1024, where the template asks for 5000',
  ],
  [
    'ShardCount: 1, MaxRecordSizeInKiB: 5000',
    'ShardCount: 1',
    'its MaxRecordSizeInKiB is 5000, where the template asks for 1024',
  ],
])('a stream with %s is kept, and told of, where %s is asked for', async (before, now, told) => {
  const { stream, warnings } = await applied(before, now);
  expect(warnings).toEqual([`Stream s exists and is kept as it is: ${told}. ${ADVICE}`]);
  expect(stream).toEqual((await applied(before)).stream);
});

test.each(['ShardCount: 4', ON_DEMAND, 'ShardCount: 1, RetentionPeriodHours: 48'])(
  'nothing is told of a stream that is as the template says: %s',
  async (properties) => {
    expect((await applied(properties, properties)).warnings).toEqual([]);
  },
);

const SHOWN =
  'ShardCount: 1, StreamEncryption: {EncryptionType: KMS, KeyId: alias/k}, DesiredShardLevelMetrics: [ALL]';

test('encryption and metrics of shards are shown, and told of where they differ', async () => {
  const { stream, warnings } = await applied(SHOWN, SHOWN, 'ShardCount: 1');
  expect(stream).toMatchObject({ encryptionKeyId: 'alias/k' });
  expect(stream.shardLevelMetrics).toHaveLength(7);
  expect(warnings).toEqual([
    expect.stringContaining('its StreamEncryption is alias/k, where the template asks for none'),
  ]);
});
