import { formatArn, parseArn, partitionOf } from '../aws/arn.ts';
import { ownOf } from '../aws/own.ts';
import type { Scope } from '../aws/scope.ts';
import { generatedName, generatedUuid } from './physical-name.ts';
import type { Resource } from './sections.ts';

/** Where a template is put up. */
export interface Stack {
  readonly stackName: string;
  readonly scope: Scope;
  readonly queueUrl: (scope: Scope, queueName: string) => string;
  /** When a consumer of a stream was registered, in whole seconds since the Unix epoch. */
  readonly consumerCreatedAt: (streamArn: string, consumerName: string) => number;
}

/** What the rest of a template can learn of a resource. */
export interface Identity {
  readonly name: string;
  /** What `Ref` answers. */
  readonly ref: string;
  /** What `Fn::GetAtt` answers, by attribute. */
  readonly attributes: Readonly<Record<string, string>>;
}

interface More {
  readonly logicalId: string;
  /** The ARN of what the resource belongs to; '' for types that belong to nothing. */
  readonly ownerArn: string;
}

interface Kind {
  /** The property that names the resource. */
  readonly nameProperty: string;
  readonly longestName: number;
  /** The property that makes the name end with `.fifo`. */
  readonly fifoProperty?: string;
  /** The property with the ARN of what the resource belongs to, where its own ARN begins with it. */
  readonly owner?: { readonly property: string; readonly is: (arn: string) => boolean };
  readonly identity: (name: string, stack: Stack, more: More) => Omit<Identity, 'name'>;
  /** Attributes that AWS has and this has not. */
  readonly onAwsOnly?: readonly string[];
}

/** The types that run here, with the return values that the CloudFormation reference gives them. */
const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::Kinesis::Stream': {
    nameProperty: 'Name',
    longestName: 128,
    identity: (name, { scope }) => ({
      ref: name,
      attributes: { Arn: formatArn(scope, 'kinesis', `stream/${name}`) },
    }),
    onAwsOnly: ['WarmThroughputObject.CurrentMiBps', 'WarmThroughputObject.TargetMiBps'],
  },
  'AWS::Kinesis::StreamConsumer': {
    nameProperty: 'ConsumerName',
    longestName: 128,
    owner: { property: 'StreamARN', is: isStreamArn },
    identity: (name, { consumerCreatedAt }, { ownerArn }) => {
      const createdAtSeconds = consumerCreatedAt(ownerArn, name);
      const arn = `${ownerArn}/consumer/${name}:${createdAtSeconds}`;
      const attributes = {
        ConsumerARN: arn,
        // How CloudFormation writes this text is not known; it is written as in the ARN.
        ConsumerCreationTimestamp: String(createdAtSeconds),
        ConsumerName: name,
        ConsumerStatus: 'ACTIVE',
        StreamARN: ownerArn,
      };
      return { ref: arn, attributes };
    },
  },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    longestName: 64,
    identity: (name, { scope }) => ({
      ref: name,
      attributes: { Arn: formatArn(scope, 'lambda', `function:${name}`) },
    }),
    onAwsOnly: ['SnapStartResponse.ApplyOn', 'SnapStartResponse.OptimizationStatus'],
  },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    longestName: 80,
    fifoProperty: 'FifoQueue',
    identity: (name, { scope, queueUrl }) => {
      const url = queueUrl(scope, name);
      const arn = formatArn(scope, 'sqs', name);
      return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
    },
  },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    longestName: 256,
    fifoProperty: 'FifoTopic',
    identity: (name, { scope }) => {
      const arn = formatArn(scope, 'sns', name);
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
  },
  'AWS::SNS::Subscription': {
    // A subscription has no name; its ARN is that of its topic, with an id behind it.
    nameProperty: 'TopicArn',
    longestName: 256,
    identity: (topicArn, { stackName }, { logicalId }) => {
      const arn = `${topicArn}:${generatedUuid(stackName, logicalId)}`;
      return { ref: arn, attributes: { Arn: arn } };
    },
  },
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    longestName: 63,
    identity: (name, { scope: { region } }) => {
      const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
      const attributes = {
        Arn: `arn:${partitionOf(region)}:s3:::${name}`,
        DomainName: `${name}.s3.${suffix}`,
        DualStackDomainName: `${name}.s3.dualstack.${region}.${suffix}`,
        RegionalDomainName: `${name}.s3.${region}.${suffix}`,
      };
      return { ref: name, attributes };
    },
    onAwsOnly: [
      'WebsiteURL',
      'MetadataTableConfiguration.S3TablesDestination.TableArn',
      'MetadataTableConfiguration.S3TablesDestination.TableNamespace',
    ],
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    longestName: 512,
    identity: (name, { scope }) => ({
      ref: name,
      attributes: { Arn: `${formatArn(scope, 'logs', `log-group:${name}`)}:*` },
    }),
  },
  'AWS::CloudWatch::Alarm': {
    nameProperty: 'AlarmName',
    longestName: 255,
    identity: (name, { scope }) => ({
      ref: name,
      attributes: { Arn: formatArn(scope, 'cloudwatch', `alarm:${name}`) },
    }),
  },
  'AWS::Lambda::EventSourceMapping': {
    nameProperty: '',
    longestName: 36,
    identity: (_name, { scope, stackName }, { logicalId }) => {
      const uuid = generatedUuid(stackName, logicalId);
      const arn = formatArn(scope, 'lambda', `event-source-mapping:${uuid}`);
      return { ref: uuid, attributes: { Id: uuid, EventSourceMappingArn: arn } };
    },
  },
};

function isStreamArn(arn: string): boolean {
  const { service, resource = '' } = parseArn(arn) ?? {};
  return service === 'kinesis' && /^stream\/[a-zA-Z0-9_.-]+$/.test(resource);
}

const global = (service: string, resource: (name: string) => string) => {
  return (name: string, { account, region }: Scope) =>
    `arn:${partitionOf(region)}:${service}::${account}:${resource(name)}`;
};
const regional = (service: string, resource: (name: string) => string) => {
  return (name: string, scope: Scope) => formatArn(scope, service, resource(name));
};

/** ARNs of types that do not run here, where they do not follow the usual form. */
const OTHER_ARNS: ReadonlyMap<string, (name: string, scope: Scope) => string> = new Map(
  Object.entries({
    'AWS::IAM::Role': global('iam', (name) => `role/${name}`),
    'AWS::IAM::ManagedPolicy': global('iam', (name) => `policy/${name}`),
    'AWS::IAM::User': global('iam', (name) => `user/${name}`),
    'AWS::DynamoDB::Table': regional('dynamodb', (name) => `table/${name}`),
    'AWS::Serverless::SimpleTable': regional('dynamodb', (name) => `table/${name}`),
    'AWS::SecretsManager::Secret': regional('secretsmanager', (name) => `secret:${name}`),
    'AWS::StepFunctions::StateMachine': regional('states', (name) => `stateMachine:${name}`),
    'AWS::Serverless::StateMachine': regional('states', (name) => `stateMachine:${name}`),
  }),
);

/** Types whose `Ref` is their ARN. */
const REF_IS_ARN = new Set([
  ...['AWS::IAM::ManagedPolicy', 'AWS::SecretsManager::Secret'],
  ...['AWS::StepFunctions::StateMachine', 'AWS::Serverless::StateMachine'],
  ...['AWS::Lambda::Version', 'AWS::Lambda::Alias'],
]);

/** What is known of a type; undefined for one that does not run here. */
export function kindOf(type: string): Kind | undefined {
  return ownOf(KINDS, type);
}

/** The properties that can hold the name of a resource of a type, the likeliest first. */
export function nameProperties(type: string): readonly string[] {
  const kind = kindOf(type);
  if (kind) return kind.nameProperty === '' ? [] : [kind.nameProperty];
  return [`${type.split('::').at(-1)}Name`, 'Name'];
}

/** The name that a resource gets when its template gives it none. */
export function defaultName({ logicalId, type }: Resource, stack: Stack, fifo: boolean): string {
  const ending = fifo ? '.fifo' : '';
  const longest = (kindOf(type)?.longestName ?? 64) - ending.length;
  const name = generatedName(stack.stackName, logicalId, longest) + ending;
  return type === 'AWS::S3::Bucket' ? name.toLowerCase() : name;
}

/** What a resource of that name is to the rest of the template; plausible when it does not run. */
export function identityOf(
  { logicalId, type }: Resource,
  stack: Stack,
  { name, ownerArn }: { name: string; ownerArn: string },
): Identity {
  const kind = kindOf(type);
  if (kind) return { name, ...kind.identity(name, stack, { logicalId, ownerArn }) };
  const [, service = '', resource = ''] = type.toLowerCase().split('::');
  const arnOf = OTHER_ARNS.get(type) ?? regional(service, (own) => `${resource}/${own}`);
  const arn = arnOf(name, stack.scope);
  return { name, ref: REF_IS_ARN.has(type) ? arn : name, attributes: { Arn: arn } };
}
