import { expect, test } from 'vitest';
import type { Store } from '../store/store.ts';
import { LIMITS } from './limits.ts';
import type { MessageState } from './message.ts';
import { packState } from './message-chunk.ts';
import type { QueueRecord } from './queue.ts';
import { SCOPE, settled, startQueues } from './queues.suite.ts';
import { formatReceiptHandle } from './receipt-handle.ts';

const AT = [SCOPE.account, SCOPE.region];

/** As many messages in flight as there can be, one of them until it is deleted with the handle. */
async function fillInFlight(store: Store): Promise<string> {
  const { id } = store.get<QueueRecord>(['queues', ...AT, 'orders']) as QueueRecord;
  const sentAtMs = 1_000_000;
  const receipt = { token: 'aa', receivedAtMs: sentAtMs };
  const state: MessageState = { sentAtMs, visibleAtMs: 9e12, receiveCount: 1, receipt };
  await store.transact((transaction) => {
    const states = Array.from({ length: LIMITS.inFlightMessages }, () => packState(state));
    transaction.put(['message-states', ...AT, id, 0], states);
  });
  return formatReceiptHandle({ queueId: id, messageNumber: 0, token: 'aa' });
}

test('with 120000 messages in flight no more can be received until one is deleted', async () => {
  const { queues: before, store, open } = startQueues();
  await before.createQueue(SCOPE, 'orders');
  const handle = await fillInFlight(store);
  const queues = open();
  await queues.sendMessage(SCOPE, 'orders', { body: 'one too many' });

  const refused = queues.receiveMessages(SCOPE, 'orders');
  await expect(refused).rejects.toMatchObject({ code: 'OverLimit' });
  const waiting = queues.receiveMessages(SCOPE, 'orders', { waitSeconds: 20 });
  expect(await settled(waiting)).toBe('waiting');
  await queues.deleteMessages(SCOPE, 'orders', [handle]);
  expect(await settled(waiting)).toMatchObject([{ body: 'one too many' }]);
});
