import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { between } from '../chance.ts';
import type { MessageLife } from '../ledger.ts';
import { idOf, textOf } from '../record-text.ts';
import { WORK_QUEUE } from '../template.ts';
import type { LoadContext, Step } from './burst.ts';

/** Short, so that what a killed receiver held comes back before the end. */
const VISIBILITY_TIMEOUT_SECONDS = 2;
/** A delete that took longer may have come with a handle that was out of date by then. */
const TRUSTED_MS = 1500;

/** Sends messages to the queue, alone or in batches. */
export function sender(context: LoadContext): Step {
  const { client, ledger, random, run, signal } = context;
  const QueueUrl = client.queueUrl(WORK_QUEUE);
  let request = 0;
  return async () => {
    request++;
    const count = random.fraction() < 0.5 ? 1 : between(random, 2, 10);
    const lives = Array.from({ length: count }, (_, position) =>
      ledger.send(`sender-${run}.${request}.${position}`),
    );
    const bodies = lives.map(({ id }) =>
      textOf({ id, kind: 'good', fillerBytes: between(random, 0, 300) }),
    );
    const MessageBody = bodies[0];
    const Entries = bodies.map((body, position) => ({ Id: `${position}`, MessageBody: body }));
    const options = { abortSignal: signal };
    if (count === 1) {
      await client.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }), options);
    } else {
      await client.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }), options);
    }
    for (const life of lives) life.isSent = true;
  };
}

interface Held {
  readonly handle: string;
  readonly life: MessageLife;
}

/** Receives messages, deletes most of them, and gives the others back or lets them come back. */
export function receiver(context: LoadContext): Step {
  const { client, clock, ledger, random, signal } = context;
  const QueueUrl = client.queueUrl(WORK_QUEUE);
  const options = { abortSignal: signal };

  async function remove(held: readonly Held[], receivedMs: number): Promise<void> {
    for (const { life } of held) life.isDeleteAsked = true;
    const handles = held.map(({ handle }) => handle);
    if (handles.length === 1) {
      const command = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: handles[0] });
      await client.sqs.send(command, options);
    } else {
      const Entries = handles.map((ReceiptHandle, at) => ({ Id: `${at}`, ReceiptHandle }));
      await client.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }), options);
    }
    if (clock.now() - receivedMs > TRUSTED_MS) return;
    for (const { life } of held) life.deletedAt = ledger.moment();
  }

  return async () => {
    const receivedMs = clock.now();
    const begunAt = ledger.moment();
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: between(random, 1, 10),
      VisibilityTimeout: VISIBILITY_TIMEOUT_SECONDS,
      WaitTimeSeconds: between(random, 0, 1),
    });
    const { Messages = [] } = await client.sqs.send(command, options);
    const held = Messages.flatMap((message) => heldOf(message, ledger, begunAt));
    const deleted = held.filter(() => random.fraction() < 0.8);
    const kept = held.filter((one) => !deleted.includes(one));
    if (random.fraction() < 0.5) {
      for (const one of deleted) await remove([one], receivedMs);
    } else if (deleted.length > 0) {
      await remove(deleted, receivedMs);
    }
    for (const { handle } of kept.slice(0, 1)) {
      const change = { QueueUrl, ReceiptHandle: handle, VisibilityTimeout: 0 };
      await client.sqs.send(new ChangeMessageVisibilityCommand(change), options);
    }
  };
}

function heldOf(
  { Body = '', ReceiptHandle = '' }: Message,
  ledger: LoadContext['ledger'],
  begunAt: number,
): Held[] {
  const life = ledger.received(idOf(Body), Body, begunAt);
  return life ? [{ handle: ReceiptHandle, life }] : [];
}
