import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SQSClient } from '@aws-sdk/client-sqs';

const ACCOUNT = '000000000000';

/** The AWS clients of one life of the server. A request is sent once: who asks twice puts twice. */
export class Client {
  readonly endpoint: string;
  readonly kinesis: KinesisClient;
  readonly sqs: SQSClient;

  constructor(endpoint: string) {
    const options = {
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'local' },
      maxAttempts: 1,
    };
    this.endpoint = endpoint;
    this.kinesis = new KinesisClient(options);
    this.sqs = new SQSClient(options);
  }

  queueUrl(name: string): string {
    return `${this.endpoint}/${ACCOUNT}/${name}`;
  }

  close(): void {
    this.kinesis.destroy();
    this.sqs.destroy();
  }
}
