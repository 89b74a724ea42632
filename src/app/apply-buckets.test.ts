import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBucketName } from '../aws/bucket-name.ts';
import { DEFAULT_SCOPE as scope } from '../aws/scope.ts';
import { startBuckets } from '../s3/buckets.suite.ts';
import type { Plan } from '../template/plan.ts';
import { planTemplate } from '../template/plan-template.ts';
import { TemplateError } from '../template/problem.ts';
import { applyBuckets } from './apply-buckets.ts';

const OTHER_ACCOUNT = { account: '999999999999', region: scope.region };
const OTHER_REGION = { account: scope.account, region: 'ap-southeast-2' };

/** The plan of a template with one bucket; without a name it is named by the stack. */
function planWith(BucketName?: string, stackName = 'test'): Plan {
  const Stream = { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } };
  const Failures = { Type: 'AWS::S3::Bucket', Properties: { BucketName } };
  const template = JSON.stringify({ Resources: { Stream, Failures } });
  return planTemplate(template, { fileName: 'template.json', scope, stackName });
}

test.each([scope, OTHER_REGION])(
  'an own bucket in $region stays with its objects',
  async (first) => {
    const { buckets } = startBuckets();
    await applyBuckets(buckets, first, planWith('failures'));
    await buckets.putObject(first, 'failures', { key: 'kept', bytes: Buffer.from('1') });
    await applyBuckets(buckets, scope, planWith('failures'));
    expect(buckets.listBuckets(scope)).toMatchObject([{ name: 'failures', region: first.region }]);
    expect(buckets.headObject(scope, 'failures', { key: 'kept' }).size).toBe(1);
  },
);

test('a bucket of another account is not taken for one’s own', async () => {
  const { buckets } = startBuckets();
  await buckets.createBucket(OTHER_ACCOUNT, 'failures');
  await expect(applyBuckets(buckets, scope, planWith('failures'))).rejects.toMatchObject({
    code: 'BucketAlreadyExists',
    details: { BucketName: 'failures' },
  });
});

test('a bucket can be made under every name that a stack gives it', async () => {
  const { buckets } = startBuckets();
  for (const stackName of ['a', 'Orders', 'Long-'.repeat(25)]) {
    await applyBuckets(buckets, scope, planWith(undefined, stackName));
  }
  expect(buckets.listBuckets(scope)).toHaveLength(3);
});

test('templates and S3 agree on what a bucket can be called', () => {
  const part = fc.constantFrom('a', 'B', '7', '.', '-', '_', '1.2.3.4', 'xn--', '--x-s3', '.mrap');
  const names = fc.array(part, { minLength: 1, maxLength: 20 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(names, (name) => {
      const plan = () => planWith(name).buckets[0]?.name;
      if (isBucketName(name)) expect(plan()).toBe(name);
      else expect(plan).toThrow(TemplateError);
    }),
    { numRuns: 500 },
  );
});
