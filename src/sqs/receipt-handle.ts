import { QueueError } from './queue-error.ts';

/** What a receipt handle stands for: one receive of one message. */
export interface ReceiptHandle {
  readonly queueId: string;
  readonly messageNumber: number;
  readonly token: string;
}

const FORM = /^([0-9a-f]+):(\d{1,15}):([0-9a-f]+)$/;

/** Writes a receipt handle as the opaque text that receivers are given. */
export function formatReceiptHandle({ queueId, messageNumber, token }: ReceiptHandle): string {
  return Buffer.from(`${queueId}:${messageNumber}:${token}`).toString('base64');
}

/**
 * Reads a receipt handle.
 *
 * @throws QueueError ReceiptHandleIsInvalid when it is not one, or one of another queue
 */
export function parseReceiptHandle(text: string, queueId: string): ReceiptHandle {
  const [, id, number, token] = FORM.exec(Buffer.from(text, 'base64').toString('latin1')) ?? [];
  if (!id || !token) {
    throw new QueueError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${text}" is not a valid receipt handle.`,
    );
  }
  if (id !== queueId) {
    throw new QueueError(
      'ReceiptHandleIsInvalid',
      `The receipt handle "${text}" is not valid for this queue.`,
    );
  }
  return { queueId: id, messageNumber: Number(number), token };
}
