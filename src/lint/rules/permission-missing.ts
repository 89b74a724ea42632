import { child } from '../../template/tree.ts';
import { destinationOf } from '../destination.ts';
import type { Consumer, LintedTemplate } from '../linted-template.ts';
import { allows, roleOf } from '../role.ts';
import type { Change, Found, Rule } from '../rule.ts';

/** What Lambda needs to read a stream (Lambda developer guide, Kinesis). */
const READ = [
  ...['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords'],
  ...['kinesis:GetShardIterator', 'kinesis:ListShards'],
];
const SEND = { sqs: 'sqs:SendMessage', sns: 'sns:Publish', s3: 's3:PutObject' } as const;
/** Policies at the resource, which may allow what the role does not. */
const RESOURCE_POLICIES = [
  ...['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::S3::BucketPolicy'],
  'AWS::Kinesis::ResourcePolicy',
];

export const permissionMissing: Rule = {
  id: 'permission-missing',
  severity: 'error',
  title: 'The role of the function lacks what the mapping needs.',
  why:
    'Lambda reads the stream and sends failure messages with the role of the function. Without the ' +
    'permission to read, the mapping is not made or stops; without the one to send, everything seems to ' +
    'work until the first record is given up, and then its message is lost. SAM adds the permission to ' +
    'send only when `Type` stands beside the Destination.',
  incident:
    'Records were given up (DestinationDeliveryFailures says how many), and the failure queue is empty.',
  fix:
    'Allow the five actions of Kinesis on the stream, and sqs:SendMessage, sns:Publish or s3:PutObject on ' +
    'the destination. For a role that SAM makes, --fix adds the Type.',
  suppress: 'The permission comes from somewhere that the template does not show.',
  check: (template) => {
    if (!template.isComplete || template.resourcesOf(...RESOURCE_POLICIES).length > 0) return [];
    return template.consumers.flatMap((consumer) => [
      ...missingRead(template, consumer),
      ...missingSend(template, consumer),
    ]);
  },
};

function missingRead(template: LintedTemplate, consumer: Consumer): Found[] {
  const { lambda, stream, isSam, settings } = consumer;
  const role = lambda && roleOf(template, lambda);
  if (!role?.isKnown || !lambda) return [];
  // SAM gives its own role the managed policy for each Kinesis event.
  if (role.isMadeBySam && isSam) return [];
  const source = template.value(settings, isSam ? 'Stream' : 'EventSourceArn');
  const isConsumer = source.kind === 'reference' && source.logicalId !== stream?.logicalId;
  const missing = READ.filter((action) => {
    const wanted = { action, resource: isConsumer ? undefined : stream };
    return !role.grants.some((grant) => allows(template, grant, wanted));
  });
  if (missing.length === 0) return [];
  return [
    {
      at: consumer.at,
      resource: consumer.logicalId,
      message: `The role of ${lambda.logicalId} may not ${missing.join(', ')}: Lambda cannot read the stream.`,
    },
  ];
}

function missingSend(template: LintedTemplate, consumer: Consumer): Found[] {
  const { lambda, isSam, settings } = consumer;
  const { kind, resource, at } = destinationOf(template, consumer);
  const role = lambda && roleOf(template, lambda);
  if (kind === 'absent' || kind === 'unknown' || !role?.isKnown) return [];
  const onFailure = child(child(settings, 'DestinationConfig'), 'OnFailure');
  if (role.isMadeBySam && isSam && child(onFailure, 'Type')) return [];
  const action = SEND[kind];
  if (role.grants.some((grant) => allows(template, grant, { action, resource }))) return [];
  const path = [...consumer.path, 'DestinationConfig', 'OnFailure'];
  const changes: Change[] =
    role.isMadeBySam && isSam ? [{ path, key: 'Type', value: kind.toUpperCase() }] : [];
  return [
    {
      at,
      resource: consumer.logicalId,
      message: `The role of ${lambda?.logicalId} may not ${action}: failure messages cannot be delivered.`,
      changes,
    },
  ];
}
