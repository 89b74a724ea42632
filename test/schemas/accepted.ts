/**
 * Where answers differ on purpose from what the SDK reads. `lines` are matched against lines such
 * as `ListParts AbortDate: missing` or, of errors, `BadDigest: unknown`; each pattern must match one.
 */
export interface Accepted {
  readonly service: string;
  readonly lines: readonly RegExp[];
  readonly reason: string;
}

/** What is answered. */
export const ACCEPTED: readonly Accepted[] = [
  {
    service: 'kinesis',
    lines: [/ (\w+\.)?ChannelCount(Limit)?: missing$/],
    reason: 'there are no channels here',
  },
  {
    service: 'kinesis',
    lines: [/RecordDistributionStrategy: missing$/],
    reason: 'there is no other strategy here than that of the partition key, which is the default',
  },
  {
    service: 'kinesis',
    lines: [/EventStream\.(KMS\w+|Resource\w+|InternalFailureException): missing$/],
    reason: 'errors among the events, which are written as exceptions and not by a shape',
  },
  {
    service: 'kinesis',
    lines: [/SubscribeToShardEvent\.ContinuationSequenceNumber: required$/],
    reason: 'absent at the end of a shard, whatever the model says',
  },
  {
    service: 'sqs',
    lines: [/Batch (Successful|Failed): required$/],
    reason: 'a list without entries is absent, as on AWS since its JSON protocol',
  },
  {
    service: 'sqs',
    lines: [/ListMessageMoveTasks called ListMessageMoveTasksResult,/],
    reason:
      'in the query protocol results are called by their operation, which this one is as well',
  },
  {
    service: 'sns',
    lines: [/ (Successful\[\]\.)?SequenceNumber: missing$/],
    reason: 'of FIFO topics alone, which are not here',
  },
  {
    service: 'iam',
    lines: [/\.(RoleLastUsed|SourceRoleTemplate): missing$/],
    reason: 'nothing notes when a role is used; roles are made of no templates',
  },
  {
    service: 'iam',
    lines: [/(PolicyGroups|PolicyUsers|InstanceProfiles)\[\]\.\w+: missing$/],
    reason: 'there are no groups, users and instance profiles: the lists are empty',
  },
  {
    service: 'monitoring',
    lines: [
      /(ExtendedStatistics?|EvaluateLowSampleCountPercentile): missing$/,
      /MetricAlarms\[\]\.(Metrics|ThresholdMetricId): missing$/,
      /MetricAlarms\[\]\.(Evaluation(Window|Criteria|Interval)|\w+Configuration): missing$/,
    ],
    reason: 'percentiles, metric math, and settings of evaluation: all of them are refused',
  },
  {
    service: 'monitoring',
    lines: [/MetricAlarms\[\]\.EvaluationState: missing$/],
    reason: 'of data that came in part, or could not be evaluated',
  },
  {
    service: 'monitoring',
    lines: [
      /(CompositeAlarms\[\]\.\w+|LogAlarms): missing$/,
      /AlarmHistoryItems\[\]\.AlarmContributor(Id|Attributes): missing$/,
    ],
    reason: 'alarms are those of one metric, and have no contributors',
  },
  {
    service: 'monitoring',
    lines: [/OwningAccounts: missing$/, /MetricDataResults\[\]\.Messages: missing$/],
    reason: 'of linked accounts, which are refused, and of results that are incomplete',
  },
  {
    service: 'lambda',
    lines: [/DeleteFunction status 200, here 204$/],
    reason: 'as recorded on AWS',
  },
  {
    service: 'lambda',
    lines: [
      /(File\w+Configs|(Durable|Tenancy|CapacityProvider)Config|ImageConfigResponse): missing$/,
      /DurableExecutionArn: missing$/,
      /Code\.(ImageUri|ResolvedImageUri|SourceKMSKeyArn): missing$/,
      /Signing(ProfileVersion|Job)Arn: missing$/,
    ],
    reason: 'of what is refused when a function is made; nothing is signed',
  },
  {
    service: 'lambda',
    lines: [/MasterArn: missing$/],
    reason: 'there are no functions of Lambda@Edge',
  },
  {
    service: 'lambda',
    lines: [/(Environment\.Error|TagsError|Code\.Error): missing$/],
    reason: 'what they tell of does not fail here',
  },
  {
    service: 'lambda',
    lines: [/RuntimeVersionConfig: missing$/],
    reason: 'runtimes are those of this machine, without ARNs',
  },
  {
    service: 'lambda',
    lines: [/ConfigSha256: missing$/, /ResolvedS3Object: missing$/],
    reason: 'not told here; how AWS works out the former is not documented',
  },
  {
    service: 'lambda',
    lines: [
      /Mappings?\b.* (\S+\.)?(FilterCriteriaError|KMSKeyArn|LoggingConfig|ScalingConfig): missing$/,
      /Mappings?\b.* (\S+\.)?(Topics|Queues|SourceAccessConfigurations): missing$/,
      /Mappings?\b.* (\S+\.)?(\w+EventSource(Config)?|ProvisionedPollerConfig): missing$/,
    ],
    reason: 'of sources and settings that are refused',
  },
  {
    service: 'lambda',
    lines: [/DestinationConfig\.OnSuccess: missing$/],
    reason: 'mappings of streams have a destination for failures alone; it is refused',
  },
  {
    service: 'logs',
    lines: [
      /logGroups\[\]\.(kmsKeyId|dataProtectionStatus|inheritedProperties): missing$/,
      /logGroups\[\]\.(\w+Enabled|retentionPolicyName): missing$/,
    ],
    reason: 'there are no keys, policies or protections of groups here',
  },
  {
    service: 'logs',
    lines: [/uploadSequenceToken: missing$/, /rejectedEntityInfo: missing$/],
    reason: 'tokens are needless by the API reference; entities are refused',
  },
  {
    service: 's3',
    lines: [
      / (\S+\.)?(\w*VersionId|DeleteMarker(VersionId)?): missing$/,
      /GetBucketVersioning (Status|MFADelete): missing$/,
    ],
    reason: 'there are no versions of objects here',
  },
  {
    service: 's3',
    lines: [
      / (ServerSideEncryption|SSE\w+|BucketKeyEnabled): missing$/,
      / RequestCharged: missing$/,
      / (Expiration|Abort(Date|RuleId)): missing$/,
      / (\S+\.)?(Restore|RestoreStatus|ArchiveStatus|StorageClass): missing$/,
      / (ReplicationStatus|WebsiteRedirectLocation|TagCount|ObjectLock\w+): missing$/,
    ],
    reason: 'encryption, payers, lifecycles, archives, replicas, tags, locks: none is here',
  },
  {
    service: 's3',
    lines: [/(MissingMeta|PartsCount): missing$/],
    reason: 'metadata comes back as a whole; objects cannot be asked for by their parts',
  },
  {
    service: 's3',
    lines: [/ExpiresString: missing$/, /Expires: timestamp, here string$/],
    reason: 'a header that is kept as it was sent; the SDK itself adds the text',
  },
  {
    service: 's3',
    lines: [/Checksum(CRC\w+|SHA1|SHA256): string, here blob$/],
    reason: 'Base64 on the wire, which the SDK leaves as it is',
  },
  {
    service: 's3',
    lines: [/ (\S+\.)?Checksum(SHA512|MD5|XXHASH\w+): missing$/],
    reason: 'algorithms that are refused',
  },
  {
    service: 's3',
    lines: [
      /(MultipartUploads?|ListParts) (\S+\.)?Checksum\w+: missing$/,
      /UploadPartCopy CopyPartResult\.Checksum\w+: missing$/,
    ],
    reason: 'the checksums of uploaded parts alone are known: docs/compatibility.md',
  },
  {
    service: 's3',
    lines: [/(Get|Head)Object StatusCode: unknown$/],
    reason: 'the status itself: that of a part of an object is another',
  },
  {
    service: 's3',
    lines: [/PartNumberMarker: string, here number$/],
    reason: 'the same in XML; it is the number of a part',
  },
  {
    service: 's3',
    lines: [
      /BucketArn: missing$/,
      /HeadBucket (BucketLocation(Type|Name)|AccessPointAlias): missing$/,
      /PutObject Size: missing$/,
    ],
    reason: 'of directory buckets and access points alone',
  },
  {
    service: 's3',
    lines: [/(Owner|Initiator)\.DisplayName: missing$/],
    reason: 'S3 has ceased to tell it',
  },
  {
    service: 's3',
    lines: [/ListMultipartUploads (Delimiter|CommonPrefixes): missing$/],
    reason: 'uploads are listed one by one: a delimiter is refused',
  },
  {
    service: 'sts',
    lines: [/ SessionToken(Size|Utilization): missing$/],
    reason: 'of tokens whose size is limited by the caller',
  },
  {
    service: 'sts',
    lines: [/WithWebIdentity (PackedPolicySize|SourceIdentity|TrustedIdentity\w+): missing$/],
    reason: 'of session policies, and of claims that are not read',
  },
];

/** How it is refused. */
export const ACCEPTED_ERRORS: readonly Accepted[] = [
  {
    service: 'iam',
    lines: [/^ValidationError: unknown$/],
    reason: 'a common error, which the model lacks: the input is wrong',
  },
  {
    service: 'lambda',
    lines: [/^RequestEntityTooLargeException: unknown$/],
    reason: 'observed on AWS; the model has RequestTooLargeException',
  },
  {
    service: 'lambda',
    lines: [/^UnknownOperationException: unknown$/],
    reason: 'how an operation that is not here is refused in every service',
  },
  {
    service: 's3',
    lines: [
      /^(BadDigest|BucketNotEmpty|Entity\w+|Key\w+|Metadata\w+|MalformedXML): unknown$/,
      /^Invalid(Argument|BucketName|Part|PartOrder|Range|LocationConstraint): unknown$/,
      /^(IllegalLocationConstraintException|XAmzContentSHA256Mismatch): unknown$/,
      /^(NotModified|PreconditionFailed|NotImplemented): unknown$/,
    ],
    reason: 'the model has few of the codes of the API reference, "Error responses"',
  },
  {
    service: 'sqs',
    lines: [/^(InvalidParameterValue|MissingRequiredParameter)Exception: unknown$/],
    reason: 'observed on AWS; common errors that the model lacks',
  },
  {
    service: 'sts',
    lines: [/^(ValidationError|ExpiredToken): unknown$/],
    reason: 'common errors: the input is wrong, or what the request is signed with has expired',
  },
];
