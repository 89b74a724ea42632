import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SQSClient } from '@aws-sdk/client-sqs';
import { awsSettings } from '../aws-environment.ts';

/** The AWS clients of one life of the server. A request is sent once: who asks twice puts twice. */
export class Client {
  readonly endpoint: string;
  readonly kinesis: KinesisClient;
  readonly sqs: SQSClient;

  constructor(endpoint: string) {
    const options = { ...awsSettings(endpoint), maxAttempts: 1 };
    this.endpoint = endpoint;
    this.kinesis = new KinesisClient(options);
    this.sqs = new SQSClient(options);
  }

  queueUrl(name: string): string {
    return `${this.endpoint}/000000000000/${name}`;
  }

  close(): void {
    this.kinesis.destroy();
    this.sqs.destroy();
  }
}
