import { CodeError } from '../function-code/code-error.ts';
import { KinesisError } from '../kinesis/kinesis-error.ts';
import { LambdaError } from '../lambda/lambda-error.ts';
import { S3Error } from '../s3/s3-error.ts';
import { TopicError } from '../sns/topic-error.ts';
import { QueueError } from '../sqs/queue-error.ts';
import { StoreError } from '../store/store-error.ts';
import { TemplateError } from '../template/problem.ts';
import { TimeError } from './time-error.ts';

const EXPECTED = [
  TemplateError,
  CodeError,
  LambdaError,
  KinesisError,
  QueueError,
  TopicError,
  S3Error,
  StoreError,
  TimeError,
];

/** What is missing, by the call that found it. Anything else that is would be a defect of ours. */
const MISSING: Readonly<Record<string, (error: NodeJS.ErrnoException) => string>> = {
  mkdir: (error) =>
    `${error.message}: what it should be in is gone. Choose another folder with --data.`,
  uv_cwd: () => 'The folder that this was started in is gone. Change to another one.',
};

/** What the system says when an address cannot be listened on, and what to do about it. */
const SYSTEM_ERRORS: Readonly<
  Record<string, (error: NodeJS.ErrnoException) => string | undefined>
> = {
  EADDRINUSE: (error) =>
    `Port ${portOf(error)} is in use. Choose another, or a free one with --port 0 (--tls-port 0).`,
  EACCES: (error) =>
    error.syscall === 'listen'
      ? `Not allowed: ${error.message}. Choose another --port, 1024 or above.`
      : `Not allowed: ${error.message}. Choose another folder with --data.`,
  ENOENT: (error) => MISSING[error.syscall ?? '']?.(error),
  EEXIST: (error) => `${error.path} is no folder. Choose another with --data.`,
  ENOTDIR: (error) => `${error.path} is no folder. Choose another with --data.`,
  ENOTFOUND: (error) => unknownHost(error),
  EAI_AGAIN: (error) => unknownHost(error),
  EADDRNOTAVAIL: (error) =>
    `${error.message}: this machine has no such address. Choose another --host.`,
  EROFS: (error) =>
    `${error.message}. Choose another folder with --data, or keep nothing: --ephemeral.`,
};

/**
 * What to tell whoever started Sluicebox when the start fails for a reason that they can put right;
 * undefined for anything else, which is a defect of ours.
 */
export function expectedError(error: unknown): string | undefined {
  if (error instanceof AggregateError) {
    const texts = error.errors.map(expectedError);
    return texts.every((text) => text !== undefined)
      ? [error.message, ...texts].join(' ')
      : undefined;
  }
  if (EXPECTED.some((type) => error instanceof type)) return (error as Error).message;
  const systemError = error as NodeJS.ErrnoException;
  return SYSTEM_ERRORS[systemError?.code ?? '']?.(systemError);
}

const unknownHost = (error: NodeJS.ErrnoException) =>
  error.syscall === 'getaddrinfo' ? `${error.message}: choose another --host.` : undefined;

const portOf = (error: NodeJS.ErrnoException) => (error as { port?: number }).port ?? '';
