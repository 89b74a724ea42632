import type { Key, Reader, Transaction } from '../store/store.ts';
import type { KeptMessage, MessageContent, MessageState } from './message.ts';
import {
  type KeptContents,
  type KeptStates,
  type MessageChunk,
  packContent,
  packState,
  unpackContent,
  unpackStates,
} from './message-chunk.ts';
import type { Queue } from './queue.ts';

/*
 * Where the messages of a queue are kept, those of one commit together:
 *
 *   messages, account, region, queue id, first number        what of them never changes
 *   message-states, account, region, queue id, first number  what every receive changes
 *
 * Both are there until the last message of the chunk is gone. The index of a queue follows its
 * message states, after each commit.
 */
const MESSAGES = 'messages';
const STATES = 'message-states';

function chunkKey(kind: string, { scope, record }: Queue, ...first: number[]): Key {
  return [kind, scope.account, scope.region, record.id, ...first];
}

/** What a transaction does to the messages of a queue. */
interface Changes {
  readonly added: KeptMessage[];
  /** The new states of messages that were there before; undefined for those that go. */
  readonly states: Map<number, MessageState | undefined>;
  /** What has been read, by the first number of the chunk. */
  readonly contents: Map<number, KeptContents>;
}

/** Takes every message of a queue into its index, as it is kept. */
export function readMessages(reader: Reader, queue: Queue): void {
  for (const { key, value } of reader.range<KeptStates>({ prefix: chunkKey(STATES, queue) })) {
    const states = unpackStates(value);
    queue.index.add({ first: key.at(-1) as number, count: states.length }, states);
  }
}

/** What never changes of a message that was there before the transaction. */
export function readContent(
  transaction: Transaction,
  queue: Queue,
  number: number,
): MessageContent {
  const { contents } = changesOf(transaction, queue);
  const { first } = queue.index.chunkOf(number);
  let kept = contents.get(first);
  if (!kept) {
    kept = transaction.get<KeptContents>(chunkKey(MESSAGES, queue, first)) as KeptContents;
    contents.set(first, kept);
  }
  return unpackContent(kept, number - first);
}

/** The number that the message will have which the transaction adds next: no other has or had it. */
export function nextNumber(transaction: Transaction, queue: Queue): number {
  return queue.index.lastNumber + 1 + changesOf(transaction, queue).added.length;
}

export function addMessage(transaction: Transaction, queue: Queue, message: KeptMessage): void {
  changesOf(transaction, queue).added.push(message);
}

/** Gives a message its new state. */
export function writeState(
  transaction: Transaction,
  queue: Queue,
  { number, state }: { readonly number: number; readonly state: MessageState },
): void {
  changesOf(transaction, queue).states.set(number, state);
}

export function removeMessage(transaction: Transaction, queue: Queue, number: number): void {
  changesOf(transaction, queue).states.set(number, undefined);
}

export function removeAllMessages(transaction: Transaction, queue: Queue): void {
  for (const { number } of queue.index.messages()) removeMessage(transaction, queue, number);
}

function changesOf(transaction: Transaction, queue: Queue): Changes {
  return transaction.own(queue, () => {
    const changes: Changes = { added: [], states: new Map(), contents: new Map() };
    transaction.beforeCommit(() => write(transaction, queue, changes));
    return changes;
  });
}

/** Writes what is to change, each chunk once. */
function write(transaction: Transaction, queue: Queue, { added, states }: Changes): void {
  const { index } = queue;
  const chunks = new Set<MessageChunk>();
  for (const number of states.keys()) chunks.add(index.chunkOf(number));
  for (const { first, count } of chunks) {
    const after = Array.from({ length: count }, (_, place) => {
      const number = first + place;
      return states.has(number) ? states.get(number) : index.state(number);
    });
    if (after.some((state) => state !== undefined)) {
      transaction.put(chunkKey(STATES, queue, first), after.map(packState));
    } else {
      transaction.remove(chunkKey(STATES, queue, first));
      transaction.remove(chunkKey(MESSAGES, queue, first));
    }
  }
  const chunk = { first: index.lastNumber + 1, count: added.length };
  const addedStates = added.map(({ state }) => state);
  if (added.length > 0) {
    const contents = added.map(({ content }) => packContent(content));
    transaction.put(chunkKey(MESSAGES, queue, chunk.first), contents);
    transaction.put(chunkKey(STATES, queue, chunk.first), addedStates.map(packState));
  }
  if (added.length + states.size === 0) return;
  transaction.afterCommit(() => {
    for (const [number, state] of states) {
      if (state) index.change(number, state);
      else index.remove(number);
    }
    index.add(chunk, addedStates);
    queue.polls.wake(); // for what is there now, or for room among the messages in flight
  });
}
