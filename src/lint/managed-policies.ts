/**
 * What AWS's managed policies allow of what consumers need (AWS managed policy reference). One that
 * is not in the table allows we do not know what.
 */
export const MANAGED_POLICIES: Readonly<Record<string, readonly string[]>> = {
  AWSLambdaBasicExecutionRole: [],
  AWSLambdaVPCAccessExecutionRole: [],
  AWSLambdaSQSQueueExecutionRole: [],
  AWSLambdaDynamoDBExecutionRole: [],
  AWSXRayDaemonWriteAccess: [],
  AWSXrayWriteOnlyAccess: [],
  CloudWatchLambdaInsightsExecutionRolePolicy: [],
  CloudWatchLogsFullAccess: [],
  AWSLambdaKinesisExecutionRole: [
    ...['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords'],
    ...['kinesis:GetShardIterator', 'kinesis:ListShards', 'kinesis:ListStreams'],
    'kinesis:SubscribeToShard',
  ],
  AmazonKinesisReadOnlyAccess: ['kinesis:Get*', 'kinesis:List*', 'kinesis:Describe*'],
  AmazonKinesisFullAccess: ['kinesis:*'],
  AmazonSQSFullAccess: ['sqs:*'],
  AmazonSNSFullAccess: ['sns:*'],
  AmazonS3FullAccess: ['s3:*'],
};

/** The same for SAM's policy templates (AWS SAM developer guide). */
export const POLICY_TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  KinesisStreamReadPolicy: [
    ...['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords'],
    ...['kinesis:GetShardIterator', 'kinesis:ListShards', 'kinesis:ListStreams'],
  ],
  KinesisCrudPolicy: ['kinesis:*'],
  SQSPollerPolicy: [],
  SQSSendMessagePolicy: ['sqs:SendMessage'],
  SNSCrudPolicy: ['sns:*'],
  SNSPublishMessagePolicy: ['sns:Publish'],
  S3ReadPolicy: [],
  S3CrudPolicy: ['s3:PutObject'],
  S3WritePolicy: ['s3:PutObject'],
  S3FullAccessPolicy: ['s3:PutObject'],
  DynamoDBCrudPolicy: [],
  DynamoDBReadPolicy: [],
  DynamoDBWritePolicy: [],
};
