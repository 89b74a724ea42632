import { AwsError } from '../../aws/aws-error.ts';
import type { Buckets } from '../../s3/buckets.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { notImplemented } from './errors.ts';

/** The region that S3 means when a request names none, and that can create buckets in others. */
const FIRST_REGION = 'us-east-1';

export const createBucket = operation<Buckets>()({
  name: 'CreateBucket',
  http: { method: 'PUT', path: '/{Bucket}' },
  input: structure({
    Bucket: required(string({ in: 'path' })),
    CreateBucketConfiguration: structure(
      {
        LocationConstraint: string(),
        Location: structure({}),
        Bucket: structure({}),
        Tags: structure({}),
      },
      { in: 'payload', as: 'CreateBucketConfiguration' },
    ),
    // Who owns a bucket owns its objects, and nobody else sees them: what is the default of AWS.
    ACL: string({ in: 'header', as: 'x-amz-acl', enum: ['private'] }),
    ObjectOwnership: string({
      in: 'header',
      as: 'x-amz-object-ownership',
      enum: ['BucketOwnerEnforced'],
    }),
  }),
  output: structure({ Location: string({ in: 'header' }) }),
  async handle(buckets, { Bucket, CreateBucketConfiguration = {} }, { scope }) {
    const { LocationConstraint, ...unsupported } = CreateBucketConfiguration;
    for (const [name, value] of Object.entries(unsupported))
      if (value !== undefined) throw notImplemented(`${name} is not available here.`);
    const region = regionOf(LocationConstraint, scope.region);
    await buckets.createBucket({ account: scope.account, region }, Bucket);
    return { Location: `/${Bucket}` };
  },
});

/** A bucket is where the request says, which must be where it was sent. The texts are S3's. */
function regionOf(constraint: string | undefined, region: string): string {
  if (constraint === undefined || constraint === '') {
    if (region === FIRST_REGION) return region;
    throw illegal('unspecified');
  }
  const wanted = constraint === 'EU' ? 'eu-west-1' : constraint;
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(wanted))
    throw new AwsError(
      'InvalidLocationConstraint',
      'The specified location-constraint is not valid',
      { members: { LocationConstraint: constraint } },
    );
  if (region === FIRST_REGION || wanted === region) return wanted;
  throw illegal(constraint);
}

const illegal = (constraint: string) =>
  new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint} location constraint is incompatible for the region specific endpoint this ` +
      'request was sent to.',
  );
