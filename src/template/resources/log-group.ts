import { LOG_RETENTION_DAYS } from '../../aws/log-retention-days.ts';
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
  if (retentionInDays !== undefined && !LOG_RETENTION_DAYS.has(retentionInDays)) {
    const days = [...LOG_RETENTION_DAYS].join(', ');
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
