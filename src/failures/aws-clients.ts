import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { STSClient } from '@aws-sdk/client-sts';
import { namingPermissions } from './needed-permission.ts';

/** What a client of the AWS SDK is made with. */
export interface ClientConfiguration {
  readonly region?: string;
  readonly endpoint?: string;
  readonly profile?: string;
  /** How often a request may be sent; the SDK sends it up to three times otherwise. */
  readonly maxAttempts?: number;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A service, as the SDK's variables for endpoints name it. */
export type ClientService = 'KINESIS' | 'SQS' | 'S3' | 'LAMBDA' | 'CLOUDWATCH_LOGS' | 'STS';

/** The clients of the AWS SDK; each is loaded when it is first asked for, which takes a while. */
export interface AwsClients {
  /** AWS itself answers, not an endpoint that somebody named. */
  readonly isAws: boolean;
  kinesis(): Promise<KinesisClient>;
  sqs(): Promise<SQSClient>;
  s3(): Promise<S3Client>;
  lambda(): Promise<LambdaClient>;
  logs(): Promise<CloudWatchLogsClient>;
  sts(): Promise<STSClient>;
  /** The region in which the clients work. */
  region(): Promise<string>;
}

/** @param configurationOf says what the client of each service is made with */
export function awsClients(
  configurationOf: (service: ClientService) => ClientConfiguration,
): AwsClients {
  // The SDK tells users of Node.js 20 to move on; which Node.js serves is not their concern here.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const sts = once(async () => {
    const { STSClient } = await import('@aws-sdk/client-sts');
    return namingPermissions(new STSClient(configurationOf('STS')), 'sts');
  });
  return {
    isAws: configurationOf('SQS').endpoint === undefined,
    sts,
    kinesis: once(async () => {
      const { KinesisClient } = await import('@aws-sdk/client-kinesis');
      const configuration = configurationOf('KINESIS');
      // The SDK speaks HTTP/2 to Kinesis without asking first, which emulators often do not know.
      const needsHttp1 = configuration.endpoint?.startsWith('http:');
      const { requestHandler } = (await sts()).config;
      const kinesis = new KinesisClient({
        ...configuration,
        ...(needsHttp1 && { requestHandler }),
      });
      return namingPermissions(kinesis, 'kinesis');
    }),
    sqs: once(async () => {
      const { SQSClient } = await import('@aws-sdk/client-sqs');
      const configuration = configurationOf('SQS');
      // Otherwise requests would go to the host that the queue's URL names.
      const useQueueUrlAsEndpoint = configuration.endpoint === undefined;
      const sqs = new SQSClient({ ...configuration, useQueueUrlAsEndpoint });
      return namingPermissions(sqs, 'sqs');
    }),
    s3: once(async () => {
      const { S3Client } = await import('@aws-sdk/client-s3');
      const configuration = configurationOf('S3');
      const forcePathStyle = configuration.endpoint !== undefined;
      return namingPermissions(new S3Client({ ...configuration, forcePathStyle }), 's3');
    }),
    lambda: once(async () => {
      const { LambdaClient } = await import('@aws-sdk/client-lambda');
      return namingPermissions(new LambdaClient(configurationOf('LAMBDA')), 'lambda');
    }),
    logs: once(async () => {
      const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
      return namingPermissions(
        new CloudWatchLogsClient(configurationOf('CLOUDWATCH_LOGS')),
        'logs',
      );
    }),
    region: async () => (await sts()).config.region(),
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
