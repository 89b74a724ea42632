/**
 * Where shapes differ from AWS's models on purpose. `lines` are matched against lines such as
 * `CreateQueue QueueName: required`; each pattern must match one.
 */
export interface Accepted {
  readonly service: string;
  readonly lines: readonly RegExp[];
  readonly reason: string;
}

export const ACCEPTED: readonly Accepted[] = [
  {
    service: 'monitoring',
    lines: [/Alarm\w*: pattern none/, /AlarmNames\[\]: pattern none/],
    reason: 'control characters are refused by the API reference, not by the model',
  },
  {
    service: 'monitoring',
    lines: [/PutMetricAlarm ComparisonOperator: not required$/],
    reason: 'only alarms on queries in PromQL have none, and those are refused',
  },
  {
    service: 'monitoring',
    lines: [/PutMetricAlarm TreatMissingData: (min|max|enum)/],
    reason: 'the values that the documentation names; the model takes any text',
  },
  {
    service: 'monitoring',
    lines: [/PutMetricAlarm EvaluationCriteria\.\w+: missing$/],
    reason: 'refused as a whole, whatever is in it',
  },
  {
    service: 'sqs',
    lines: [/: required$/],
    reason: 'SQS has an error of its own for a parameter that is not there: MissingParameter',
  },
  {
    service: 'sqs',
    lines: [/(Attributes\{key\}|AttributeNames\[\]): enum /],
    reason: 'SQS has errors of its own for unknown attributes',
  },
  {
    service: 'lambda',
    lines: [/EventSourceMapping StartingPosition: enum/],
    reason: 'the order that AWS was recorded to name the values in',
  },
  {
    service: 'lambda',
    lines: [/EventSourceMapping (Topics|Queues|SourceAccessConfigurations|KMSKeyArn)\b.*/],
    reason: 'refused as a whole, whatever is in it',
  },
  {
    service: 'lambda',
    lines: [
      /EventSourceMapping (SelfManaged|AmazonManaged|DocumentDB)\w*\.\w+: missing$/,
      /EventSourceMapping (ScalingConfig|LoggingConfig|ProvisionedPollerConfig)\.\w+: missing$/,
    ],
    reason: 'refused as a whole, whatever is in it',
  },
  {
    service: 'lambda',
    lines: [/UpdateEventSourceMapping SelfManagedEventSource: unknown$/],
    reason: 'AWS ignores what Create alone has; it is refused here',
  },
  {
    service: 'lambda',
    lines: [/Filters\[\]\.Pattern: pattern \.\*, here none$/],
    reason: 'a pattern with a line break is JSON all the same',
  },
  {
    service: 'lambda',
    lines: [/(Create|UpdateFunction)\w* Runtime: enum/],
    reason: 'Lambda has an error of its own for them: InvalidParameterValueException',
  },
  {
    service: 'lambda',
    lines: [/Function\w* Timeout: max none, here 900$/],
    reason: 'a documented quota that the model lacks',
  },
  {
    service: 'lambda',
    lines: [
      /Function\w* FileSystemConfigs\[\]\.\w+: missing$/,
      /Function\w* (Image|Durable|Tenancy|CapacityProvider)Config\.\w+: missing$/,
    ],
    reason: 'refused as a whole, whatever is in it',
  },
  {
    service: 'lambda',
    lines: [/ListLayers find: unknown$/],
    reason: 'GetLayerVersionByArn has the path of ListLayers, and is refused there',
  },
  {
    service: 'lambda',
    lines: [/ListFunctions MasterRegion: pattern/],
    reason: 'there are no functions of Lambda@Edge: every region has none',
  },
  {
    service: 'logs',
    lines: [/PutLogEvents entity\./],
    reason: 'refused as a whole, whatever is in it',
  },
  {
    service: 'monitoring',
    lines: [/PutMetricData EntityMetricData\[\]\.\w+: missing$/],
    reason: 'refused as a whole, whatever is in it',
  },
  {
    service: 's3',
    lines: [/: missing$/],
    reason: 'a header or parameter that an operation does not know is refused with 501',
  },
  {
    service: 's3',
    lines: [/Key: min 1, here none$/],
    reason: 'a path without a key is that of the bucket',
  },
  {
    service: 's3',
    lines: [
      / (ACL|StorageClass|ObjectOwnership|ChecksumAlgorithm|ChecksumType|ChecksumMode): enum/,
    ],
    reason: 'S3 has errors of its own for values of headers; other than the default',
  },
  {
    service: 's3',
    lines: [/LocationConstraint: enum/],
    reason: 'S3 has an error of its own: InvalidLocationConstraint',
  },
  {
    service: 's3',
    lines: [/CreateBucketConfiguration\.Tags: list, here structure$/],
    reason: 'refused as a whole, whatever is in it',
  },
  {
    service: 's3',
    lines: [
      / (ContentMD5|Checksum\w+): string, here blob$/,
      /ResponseExpires: timestamp, here string$/,
    ],
    reason: 'text in the models, read as what it means, or kept as it was sent',
  },
  {
    service: 's3',
    lines: [
      /(MaxKeys|MaxParts|MaxUploads|PartNumberMarker): (min|max) none/,
      /Delete\.Objects: (min|max) none/,
      /IfNoneMatch: enum none/,
    ],
    reason: 'documented limits that the models lack',
  },
  {
    service: 's3',
    lines: [/DeleteObjects Checksum\w+: unknown$/, / SignedSHA256: unknown$/],
    reason: 'headers that clients add below the model',
  },
];
