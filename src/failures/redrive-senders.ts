import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Invoke } from './redrive-to-lambda.ts';
import type { PutRecords } from './redrive-to-stream.ts';

/**
 * How often a client of the AWS SDK may send a request that is not to be repeated: the SDK cannot
 * know whether a request whose answer was lost has done its work.
 */
export const SEND_ONCE = { maxAttempts: 1 };

/** @param client made with `SEND_ONCE` */
export function putRecordsBy(client: KinesisClient): PutRecords {
  return async (stream, entries) => {
    const { PutRecordsCommand } = await import('@aws-sdk/client-kinesis');
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

/** @param client made with `SEND_ONCE` */
export function invokeBy(client: LambdaClient): Invoke {
  return async (functionName, event) => {
    const { InvokeCommand } = await import('@aws-sdk/client-lambda');
    const command = new InvokeCommand({ FunctionName: functionName, Payload: event });
    const { FunctionError, Payload } = await client.send(command);
    return { functionError: FunctionError, payload: Payload?.transformToString() ?? '' };
  };
}

/**
 * The role of a function, asked for once. Hardly a function looks at it: where it may not be read,
 * it is empty in the event, and `onUnknown` is called.
 */
export function rolesBy(
  client: LambdaClient,
  onUnknown: (functionName: string, reason: string) => void,
): (functionName: string) => Promise<string> {
  const roles = new Map<string, Promise<string>>();
  const ask = async (functionName: string): Promise<string> => {
    const { GetFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda');
    try {
      const command = new GetFunctionConfigurationCommand({ FunctionName: functionName });
      return (await client.send(command)).Role ?? '';
    } catch (error) {
      onUnknown(functionName, (error as Error).name);
      return '';
    }
  };
  return (functionName) => {
    const role = roles.get(functionName) ?? ask(functionName);
    roles.set(functionName, role);
    return role;
  };
}
