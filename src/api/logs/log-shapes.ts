import { parseArn } from '../../aws/arn.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { isSameScope, type Scope } from '../../aws/scope.ts';
import { integer, string } from '../../wire/shape.ts';

/** CloudWatch Logs counts time in whole milliseconds, as plain numbers. */
export const time = () => integer({ min: 0 });

const GROUP_NAME = { min: 1, max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]+' };

export const groupName = string(GROUP_NAME);
export const groupIdentifier = string({ min: 1, max: 2048, pattern: '[\\w#+=/:,.@-]*' });
export const streamName = string({ min: 1, max: 512, pattern: '[^:*]*' });
export const nextToken = string({ min: 1 });
export const eventsLimit = integer({ min: 1, max: 10_000 });
export const describeLimit = integer({ min: 1, max: 50 });

const invalid = (message: string) => new AwsError('InvalidParameterException', message);

const PREFIX = 'log-group:';

/** A group's name out of the two ways to give it, of which one must be used; an ARN is one of the scope. */
export function groupOf(
  input: {
    readonly logGroupName?: string | undefined;
    readonly logGroupIdentifier?: string | undefined;
  },
  scope: Scope,
): string {
  const { logGroupName, logGroupIdentifier } = input;
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw invalid('LogGroup name and LogGroup ARN are mutually exclusive parameters.');
  }
  if (logGroupName !== undefined) return logGroupName;
  if (logGroupIdentifier === undefined) {
    throw invalid('Either logGroupName or logGroupIdentifier must be specified.');
  }
  const arn = parseArn(logGroupIdentifier);
  if (arn === undefined) return logGroupIdentifier;
  const { resource } = arn;
  if (!resource.startsWith(PREFIX)) throw invalid(`Invalid log group ARN: ${logGroupIdentifier}`);
  if (!isSameScope(arn, scope)) {
    const text = 'The specified log group does not exist.';
    throw new AwsError('ResourceNotFoundException', text);
  }
  return resource.slice(PREFIX.length).replace(/:\*$/, '');
}

/** Refuses what this endpoint does not do instead of storing and ignoring it. */
export function refuse(input: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const used = names.find((name) => input[name] !== undefined && input[name] !== false);
  if (used) throw invalid(`${used} is not supported here.`);
}
