/** Each service's client of the SDK for JavaScript, under the name that the service has in boto3. */
const MODULES = {
  cloudwatch: [() => import('@aws-sdk/client-cloudwatch'), 'CloudWatchClient'],
  iam: [() => import('@aws-sdk/client-iam'), 'IAMClient'],
  kinesis: [() => import('@aws-sdk/client-kinesis'), 'KinesisClient'],
  lambda: [() => import('@aws-sdk/client-lambda'), 'LambdaClient'],
  logs: [() => import('@aws-sdk/client-cloudwatch-logs'), 'CloudWatchLogsClient'],
  s3: [() => import('@aws-sdk/client-s3'), 'S3Client'],
  sns: [() => import('@aws-sdk/client-sns'), 'SNSClient'],
  sqs: [() => import('@aws-sdk/client-sqs'), 'SQSClient'],
  sts: [() => import('@aws-sdk/client-sts'), 'STSClient'],
} as const;

export type ServiceName = keyof typeof MODULES;

/** What tests use of a client of the SDK, whichever it is. */
interface SdkClient {
  send(command: object): Promise<object>;
  destroy(): void;
}

type Paginator = (
  config: { readonly client: SdkClient; readonly pageSize: number },
  input: object,
) => AsyncIterable<object>;

/** A client of the SDK, and what makes its commands and its paginators by the names of operations. */
export interface Sdk {
  readonly client: SdkClient;
  command(operation: string, input: object): object;
  readonly paginator: (operation: string) => Paginator;
}

/** Loads the client of a service. */
export async function loadSdk(service: ServiceName, settings: object): Promise<Sdk> {
  const [load, clientName] = MODULES[service];
  const module = (await load()) as unknown as Record<string, unknown>;
  const Client = module[clientName] as new (settings: object) => SdkClient;
  return {
    client: new Client(settings),
    command(operation, input) {
      const Command = module[`${operation}Command`] as new (input: object) => object;
      return new Command(input);
    },
    paginator: (operation) => module[`paginate${operation}`] as Paginator,
  };
}
