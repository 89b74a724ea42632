/** A consumer under load: a function with its event source mapping. */
export interface Consumer {
  readonly streamName: string;
  /** ParallelizationFactor. */
  readonly lanes: number;
  readonly reports: boolean;
  /** ReservedConcurrentExecutions: fewer than the shards, so that some calls are refused. */
  readonly concurrency?: number;
  readonly settings: readonly string[];
}

const BISECTS = 'BisectBatchOnFunctionError: true';

/** The consumers of a world whose time is the machine's. */
export const CONSUMERS = {
  bisecting: {
    streamName: 'wide',
    lanes: 1,
    reports: true,
    concurrency: 2,
    settings: ['BatchSize: 100', 'MaximumRetryAttempts: 1', BISECTS],
  },
  retrying: {
    streamName: 'narrow',
    lanes: 1,
    reports: false,
    settings: ['BatchSize: 10', 'MaximumRetryAttempts: 2'],
  },
  parallel: {
    streamName: 'narrow',
    lanes: 2,
    reports: true,
    settings: ['BatchSize: 20', 'MaximumRetryAttempts: 1', BISECTS],
  },
} as const satisfies Record<string, Consumer>;

/**
 * The consumer of a world whose time is moved by hand. Retries end by age when hours pass at once, and
 * by their number when time goes on in small steps.
 */
export const AGING_CONSUMERS = {
  aging: {
    streamName: 'narrow',
    lanes: 1,
    reports: true,
    settings: ['BatchSize: 20', 'MaximumRetryAttempts: 13', 'MaximumRecordAgeInSeconds: 60'],
  },
} as const satisfies Record<string, Consumer>;

export const STREAMS = { narrow: 1, wide: 4 } as const;
/** The longest that a queue can have (Amazon SQS API reference, SetQueueAttributes). */
const LONGEST_RETENTION_SECONDS = 1_209_600;
/** Where the failure messages go. */
export const FAILED_QUEUE = 'failed';
/** The queue with traffic of its own. */
export const WORK_QUEUE = 'work';

/** The template of a world with these consumers, as text. */
export function templateOf(consumers: Readonly<Record<string, Consumer>>): string {
  const streams = Object.entries(STREAMS).map(
    ([name, shards]) =>
      `  ${logical(name)}: {Type: AWS::Kinesis::Stream, Properties: {Name: ${name}, ShardCount: ${shards}}}`,
  );
  const queues = [FAILED_QUEUE, WORK_QUEUE].map(
    (name) =>
      `  ${logical(name)}: {Type: AWS::SQS::Queue, ` +
      `Properties: {QueueName: ${name}, MessageRetentionPeriod: ${LONGEST_RETENTION_SECONDS}}}`,
  );
  const functions = Object.entries(consumers).map(([name, consumer]) => functionOf(name, consumer));
  return `Transform: AWS::Serverless-2016-10-31
Parameters:
  Run: {Type: String}
  LogFolder: {Type: String}
Resources:
${[...streams, ...queues, ...functions].join('\n')}
`;
}

function functionOf(name: string, consumer: Consumer): string {
  const { streamName, lanes, reports, settings, concurrency } = consumer;
  const properties = [
    `Stream: !GetAtt ${logical(streamName)}.Arn`,
    'StartingPosition: TRIM_HORIZON',
    `ParallelizationFactor: ${lanes}`,
    `DestinationConfig: {OnFailure: {Destination: !GetAtt ${logical(FAILED_QUEUE)}.Arn}}`,
    ...(reports ? ['FunctionResponseTypes: [ReportBatchItemFailures]'] : []),
    ...settings,
  ];
  return `  ${logical(name)}:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: ${name}
      CodeUri: consumer/
      Handler: app.handler
      Runtime: nodejs20.x
      Timeout: 60
${concurrency ? `      ReservedConcurrentExecutions: ${concurrency}\n` : ''}      Environment:
        Variables:
          RUN: !Ref Run
          LOG_FILE: !Sub "\${LogFolder}/${name}.ndjson"
${reports ? '          REPORTS: "yes"\n' : ''}      Events:
        Records:
          Type: Kinesis
          Properties:
${properties.map((line) => `            ${line}`).join('\n')}`;
}

const logical = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;
