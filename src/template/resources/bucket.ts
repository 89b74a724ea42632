import { isBucketName } from '../../aws/bucket-name.ts';
import type { PlannedBucket } from '../plan.ts';
import type { PropertyTable } from '../properties.ts';
import type { Resource } from '../sections.ts';
import { type Context, open } from './context.ts';

const NO_PERMISSIONS = 'nothing here asks for permission';
const NO_LOCKS = 'objects can always be deleted here';
const NO_TABLES = 'no tables of metadata are kept';

const TABLE: PropertyTable = {
  BucketName: true,
  BucketNamePrefix: true,
  AbacStatus: NO_PERMISSIONS,
  AccelerateConfiguration: 'there is no way to shorten here',
  AccessControl: NO_PERMISSIONS,
  AnalyticsConfigurations: 'nothing is analysed',
  BucketEncryption: 'nothing is encrypted',
  BucketNamespace: 'all buckets share one namespace',
  CorsConfiguration: 'requests of web pages of other origins are refused',
  IntelligentTieringConfigurations: 'all objects are kept alike',
  InventoryConfigurations: 'no inventories are written',
  LifecycleConfiguration: 'objects are kept until they are deleted',
  LoggingConfiguration: 'requests are not logged',
  MetadataConfiguration: NO_TABLES,
  MetadataTableConfiguration: NO_TABLES,
  MetricsConfigurations: 'requests are not counted',
  NotificationConfiguration: 'buckets send no notifications',
  ObjectLockConfiguration: NO_LOCKS,
  ObjectLockEnabled: NO_LOCKS,
  OwnershipControls: NO_PERMISSIONS,
  PublicAccessBlockConfiguration: NO_PERMISSIONS,
  ReplicationConfiguration: 'objects are not copied elsewhere',
  Tags: 'resources are not tagged',
  VersioningConfiguration: 'only the newest version of an object is kept',
  WebsiteConfiguration: 'buckets serve no websites',
};

/** AWS::S3::Bucket. */
export function planBucket(resource: Resource, context: Context): PlannedBucket | undefined {
  const opened = open(resource, TABLE, context);
  if (!opened) return undefined;
  const { identity, properties } = opened;
  const { findings } = properties;
  properties.text('BucketName', 'bucketName');
  if (!isBucketName(identity.name)) {
    const rule = 'A name has 3 to 63 small letters, digits, hyphens and single dots';
    const ends = 'begins and ends with a letter or digit, is no IP address, and is not reserved';
    const message = `The specified bucket is not valid. ${rule}, ${ends}.`;
    findings.problem(properties.at('BucketName'), message);
  }
  if (!properties.isAbsent('BucketNamePrefix')) {
    const message = 'BucketNamePrefix is not supported here; give BucketName the whole name.';
    findings.problem(properties.at('BucketNamePrefix'), message);
  }
  return {
    logicalId: resource.logicalId,
    position: resource.at,
    name: identity.name,
    arn: identity.attributes.Arn!,
  };
}
