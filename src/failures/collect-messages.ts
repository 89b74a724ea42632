/** A message of a queue, as it is received. */
export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** How often it has been received, this time included. */
  readonly receiveCount: number;
}

export interface CollectPorts {
  /** At most ten messages, which nobody else sees for a while. */
  readonly receive: () => Promise<readonly QueueMessage[]>;
  /** Makes at most ten messages visible again; answers how many it could not. */
  readonly release: (messages: readonly QueueMessage[]) => Promise<number>;
  readonly signal?: AbortSignal | undefined;
}

export interface Collected {
  readonly messages: readonly QueueMessage[];
  /** Messages that come back only when their visibility runs out. */
  readonly notReleased: number;
  /** Why, where giving them back was refused. */
  readonly releaseError?: unknown;
}

const BATCH = 10;

/** Receives run beside each other, as SQS answers each from a part of its servers. */
const RECEIVERS = 4;

/** So many receives in a row that bring nothing new are taken for the end. */
const FRUITLESS = 2;

/**
 * All messages of a queue that can be seen, without consuming them: they are received with a short
 * visibility until nothing new comes, and then all given back, whatever happens in between.
 */
export async function collectMessages(ports: CollectPorts): Promise<Collected> {
  const seen = new Map<string, QueueMessage>();
  let failure: { readonly error: unknown } | undefined;
  const receiver = async () => {
    for (let fruitless = 0; fruitless < FRUITLESS; ) {
      if (ports.signal?.aborted || failure) return;
      const messages = await ports.receive();
      const isNew = messages.some(({ messageId }) => !seen.has(messageId));
      // A message that came again has a new handle, and only the last one counts.
      for (const message of messages) seen.set(message.messageId, message);
      fruitless = isNew ? 0 : fruitless + 1;
    }
  };
  const fail = (error: unknown) => {
    failure ??= { error };
  };
  await Promise.all(Array.from({ length: RECEIVERS }, () => receiver().catch(fail)));
  const messages = [...seen.values()];
  const released = await releaseAll(messages, ports);
  if (failure) throw failure.error;
  return { messages, ...released };
}

async function releaseAll(
  messages: readonly QueueMessage[],
  { release }: CollectPorts,
): Promise<Omit<Collected, 'messages'>> {
  let notReleased = 0;
  let releaseError: unknown;
  for (let from = 0; from < messages.length; from += BATCH) {
    const batch = messages.slice(from, from + BATCH);
    // One batch that fails must not keep the others.
    notReleased += await release(batch).catch((error) => {
      releaseError = error;
      return batch.length;
    });
  }
  return { notReleased, ...(releaseError !== undefined && { releaseError }) };
}
