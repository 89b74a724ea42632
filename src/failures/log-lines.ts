import { awsCall } from './aws-call.ts';
import type { AwsClients } from './aws-clients.ts';
import type { FindLines, LogLine } from './handler-error.ts';

/** A log may be huge; what is not found in so many pages is not found. */
const MOST_PAGES = 5;
const LINES_A_PAGE = 500;

/** Looks for lines through the AWS SDK, in the log group that the function writes to. */
export function findLinesWith(clients: AwsClients): FindLines {
  const groups = new Map<string, Promise<string>>();
  return async ({ functionArn, fromMs, toMs, text, logStream }) => {
    const group = groups.get(functionArn) ?? logGroupOf(clients, functionArn);
    groups.set(functionArn, group);
    const client = await clients.logs();
    const { FilterLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const lines: LogLine[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const command = new FilterLogEventsCommand({
        logGroupName: await group,
        startTime: fromMs,
        endTime: toMs,
        limit: LINES_A_PAGE,
        ...(text !== undefined && { filterPattern: `"${text}"` }),
        ...(logStream !== undefined && { logStreamNames: [logStream] }),
        ...(nextToken !== undefined && { nextToken }),
      });
      const answer = await awsCall(`Reading the log ${await group}`, client.send(command));
      for (const event of answer.events ?? []) {
        const { message = '', logStreamName = '', timestamp = 0 } = event;
        lines.push({ message, logStream: logStreamName, atMs: timestamp });
      }
      nextToken = answer.nextToken;
      if (nextToken === undefined) break;
    }
    return lines;
  };
}

/** The default one when the function is gone, or may not be looked at. */
async function logGroupOf(clients: AwsClients, functionArn: string): Promise<string> {
  const name = functionArn.split(':')[6] ?? functionArn;
  try {
    const client = await clients.lambda();
    const { GetFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda');
    const command = new GetFunctionConfigurationCommand({ FunctionName: functionArn });
    const { LoggingConfig } = await client.send(command);
    return LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
  } catch {
    return `/aws/lambda/${name}`;
  }
}
