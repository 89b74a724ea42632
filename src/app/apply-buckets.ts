import type { Scope } from '../aws/scope.ts';
import type { Buckets } from '../s3/buckets.ts';
import type { Plan } from '../template/plan.ts';

/**
 * Creates the buckets. One that the account has already is kept with its objects, in whichever
 * region it is.
 *
 * @throws S3Error BucketAlreadyExists for a bucket of another account
 */
export async function applyBuckets(
  buckets: Buckets,
  scope: Scope,
  plan: Pick<Plan, 'buckets'>,
): Promise<void> {
  const own = new Set(buckets.listBuckets(scope).map(({ name }) => name));
  for (const { name } of plan.buckets) {
    if (!own.has(name)) await buckets.createBucket(scope, name);
    own.add(name);
  }
}
