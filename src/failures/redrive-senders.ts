import type { Invoke } from './redrive-to-lambda.ts';
import type { PutRecords } from './redrive-to-stream.ts';

/**
 * With what the clients of the AWS SDK are made. They do not repeat a request that fails: the SDK
 * cannot know whether a lost answer had done its work.
 */
export interface SenderConfiguration {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly profile?: string | undefined;
}

const ONCE = { maxAttempts: 1 };

/** PutRecords of the Kinesis at the other end. */
export async function sdkPutRecords(configuration: SenderConfiguration): Promise<PutRecords> {
  const { KinesisClient, PutRecordsCommand } = await import('@aws-sdk/client-kinesis');
  const client = new KinesisClient({ ...defined(configuration), ...ONCE });
  return async (stream, entries) => {
    const command = new PutRecordsCommand({
      ...(stream.startsWith('arn:') ? { StreamARN: stream } : { StreamName: stream }),
      Records: entries.map(({ data, partitionKey, explicitHashKey }) => ({
        Data: data,
        PartitionKey: partitionKey,
        ...(explicitHashKey !== undefined && { ExplicitHashKey: explicitHashKey }),
      })),
    });
    const { Records: answers = [] } = await client.send(command);
    return answers.map(({ ErrorCode, ErrorMessage }) => ({
      errorCode: ErrorCode,
      errorMessage: ErrorMessage,
    }));
  };
}

/** Invocations of the Lambda at the other end, and the roles of its functions. */
export async function sdkInvoke(
  configuration: SenderConfiguration,
): Promise<{ invoke: Invoke; roleOf: (functionName: string) => Promise<string> }> {
  const lambda = await import('@aws-sdk/client-lambda');
  const client = new lambda.LambdaClient({ ...defined(configuration), ...ONCE });
  const roles = new Map<string, Promise<string>>();
  const roleOf = (functionName: string) => {
    const known = roles.get(functionName);
    if (known) return known;
    const command = new lambda.GetFunctionConfigurationCommand({ FunctionName: functionName });
    // Hardly a function looks at it: where it may not be read, the event has an empty one.
    const role = client.send(command).then(
      ({ Role }) => Role ?? '',
      () => '',
    );
    roles.set(functionName, role);
    return role;
  };
  const invoke: Invoke = async (functionName, event) => {
    const command = new lambda.InvokeCommand({ FunctionName: functionName, Payload: event });
    const { FunctionError, Payload } = await client.send(command);
    return { functionError: FunctionError, payload: Payload?.transformToString() ?? '' };
  };
  return { invoke, roleOf };
}

/** Without what is not given, which the SDK finds for itself. */
function defined<Values extends object>(values: Values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Values]: Exclude<Values[Name], undefined>;
  };
}
