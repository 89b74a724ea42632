import type { PlannedLogGroup } from '../plan.ts';
import type { PropertyTable } from '../properties.ts';
import type { Resource } from '../sections.ts';
import { type Context, open } from './context.ts';

const TABLE: PropertyTable = {
  LogGroupName: true,
  RetentionInDays: true,
  BearerTokenAuthenticationEnabled: 'nothing here asks for permission',
  DataProtectionPolicy: 'logs are kept as they are written',
  DeletionProtectionEnabled: 'logs can always be deleted here',
  FieldIndexPolicies: 'logs are not indexed',
  KmsKeyId: 'nothing is encrypted',
  LogGroupClass: 'all log groups are alike here',
  ResourcePolicyDocument: 'nothing here asks for permission',
  Tags: 'resources are not tagged',
};

/** The only days for which CloudWatch Logs keeps logs (PutRetentionPolicy, API reference). */
const RETENTION_DAYS = new Set([
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557],
  ...[2922, 3288, 3653],
]);

/** AWS::Logs::LogGroup. */
export function planLogGroup(resource: Resource, context: Context): PlannedLogGroup | undefined {
  const opened = open(resource, TABLE, context);
  if (!opened) return undefined;
  const { identity, properties } = opened;
  properties.text('LogGroupName', 'logGroupName', {
    min: 1,
    max: 512,
    pattern: /^[.\-_/#A-Za-z0-9]+$/,
  });
  const retentionInDays = properties.integer('RetentionInDays', 'retentionInDays');
  if (retentionInDays !== undefined && !RETENTION_DAYS.has(retentionInDays)) {
    const days = [...RETENTION_DAYS].join(', ');
    const message = `Value '${retentionInDays}' at 'retentionInDays' must be one of: ${days}.`;
    properties.findings.problem(properties.at('RetentionInDays'), message);
  }
  return {
    logicalId: resource.logicalId,
    position: resource.at,
    name: identity.name,
    arn: identity.attributes.Arn!,
    ...(retentionInDays !== undefined && { retentionInDays }),
  };
}
