import type { KinesisClient, KinesisClientConfig } from '@aws-sdk/client-kinesis';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Scope } from '../aws/scope.ts';

/** Where an AWS client sends its requests, and as whom. */
export interface ClientTarget {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Asks an endpoint that believes everybody, in a scope. */
export function inScope(endpoint: string, { account, region }: Scope): ClientTarget {
  return { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'local' } };
}

// The SDK tells users of Node.js 20 to move on; which Node.js serves is not its user's concern here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** A client of Kinesis; the SDK is loaded only now, because that takes a while. */
export async function kinesisClient(target: KinesisClientConfig): Promise<KinesisClient> {
  const { KinesisClient } = await import('@aws-sdk/client-kinesis');
  return new KinesisClient(target);
}

/** A client of SQS, loaded only now. */
export async function sqsClient(target: ClientTarget): Promise<SQSClient> {
  const { SQSClient } = await import('@aws-sdk/client-sqs');
  return new SQSClient(target);
}
