import { randomBytes } from 'node:crypto';
import { awsRequest } from '../harness/aws-request.mjs';
import { repeated, statusOf } from './repeated.mjs';

const BODIES = 100;
/** Of a batch, as AWS has it. */
const MESSAGES = 10;

const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const body = (bytes) => randomBytes(bytes / 2).toString('hex');
const sqs = (operation, input) => awsRequest({ service: 'sqs', operation }, input);
const noFailures = (answer) =>
  answer.body().includes('"Failed":[{') ? 'A message of a batch failed.' : undefined;

/** SendMessage. */
export function sendMessage({ queueUrl: QueueUrl, bytes }) {
  const requests = times(BODIES, () => sqs('SendMessage', { QueueUrl, MessageBody: body(bytes) }));
  return repeated(requests);
}

/** SendMessageBatch of ten. */
export function sendMessageBatch({ queueUrl: QueueUrl, bytes }) {
  const entry = (index) => ({ Id: String(index), MessageBody: body(bytes) });
  const requests = times(BODIES, () =>
    sqs('SendMessageBatch', { QueueUrl, Entries: times(MESSAGES, entry) }),
  );
  return repeated(requests, { unitsPerRequest: MESSAGES, wrong: noFailures });
}

/** ReceiveMessage of ten, then DeleteMessageBatch of what was received. */
export function receiveAndDelete({ queueUrl: QueueUrl }) {
  const receive = sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: MESSAGES });
  return {
    unitsPerRequest: MESSAGES / 2,
    steps: 2,
    next(_index, previous, step) {
      if (step === 0) return receive;
      const { Messages = [] } = JSON.parse(previous.body().toString());
      if (Messages.length !== MESSAGES)
        throw new Error(`Received ${Messages.length} messages, not ${MESSAGES}.`);
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle,
      }));
      return sqs('DeleteMessageBatch', { QueueUrl, Entries });
    },
    keep: (answer) => answer,
    wrong: (answer) => statusOf(answer) ?? noFailures(answer),
  };
}
