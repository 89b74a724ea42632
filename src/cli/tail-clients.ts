import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Target } from './aws-target.ts';

// The SDK tells users of Node.js 20 to move on; which Node.js serves is not its user's concern here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/**
 * A client of Kinesis; the SDK is loaded only now, because that takes a while. The SDK speaks to
 * Kinesis by HTTP/2, without asking first; emulators often understand HTTP/1.1 alone, so that an
 * endpoint without encryption is spoken to as every other service is.
 */
export async function kinesisClientFor({ client, endpoint }: Target): Promise<KinesisClient> {
  const { KinesisClient } = await import('@aws-sdk/client-kinesis');
  if (endpoint === undefined || !endpoint.startsWith('http:')) return new KinesisClient(client);
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  const { requestHandler } = new LambdaClient(client).config;
  return new KinesisClient({ ...client, requestHandler });
}

/** A client of CloudWatch Logs, loaded only now. */
export async function logsClientFor({ client }: Target): Promise<CloudWatchLogsClient> {
  const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
  return new CloudWatchLogsClient(client);
}

/** A client of Lambda, loaded only now. */
export async function lambdaClientFor({ client }: Target): Promise<LambdaClient> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  return new LambdaClient(client);
}
