import type { AwsError } from '../../aws/aws-error.ts';
import { queueDoesNotExist } from '../../sqs/queue.ts';
import type { RequestContext } from '../operation.ts';
import { sqsError } from './errors.ts';
import { given } from './parameters.ts';

/** The URL of a queue, at the address under which the caller reached this endpoint. */
export function queueUrl(context: RequestContext, name: string): string {
  return `${context.endpoint}/${context.scope.account}/${name}`;
}

/**
 * The name of the queue that a URL stands for. Only the end of its path counts, `account/name`, so
 * that a URL is good whatever host name or port it was obtained with.
 *
 * @throws AwsError InvalidAddress for what is no queue URL
 * @throws QueueError MissingParameter, or QueueDoesNotExist for one of another account
 */
export function queueNameOf(url: string | undefined, context: RequestContext): string {
  const text = given(url, 'QueueUrl');
  const [, account, name] = PLAIN_URL.exec(text) ?? endOfPath(text);
  if (!name || !account) throw invalidAddress(text);
  if (account !== context.scope.account) throw queueDoesNotExist();
  return name;
}

/** Most URLs need not be parsed, which takes longer than all else that is done with one. */
const PLAIN_URL = /^https?:\/\/[\w.:-]+\/(\d+)\/([\w-]+(?:\.fifo)?)$/;

function endOfPath(text: string): (string | undefined)[] {
  const path = URL.canParse(text) ? new URL(text).pathname : text;
  const [name, account] = path.split('/').reverse();
  return [path, account, name];
}

function invalidAddress(text: string): AwsError {
  return sqsError('InvalidAddress', `The address ${text} is not valid for this endpoint.`);
}
