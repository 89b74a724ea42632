import type { Key, Reader, Transaction } from '../store/store.ts';
import type { KeptMessage, MessageContent, MessageState } from './message.ts';
import {
  chunksOf,
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
 * Where the messages of a queue are kept, in chunks of those that came in one commit:
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

function write(transaction: Transaction, queue: Queue, { added, states }: Changes): void {
  if (added.length + states.size === 0) return;
  const { index } = queue;
  const chunks = new Set([...states.keys()].map((number) => index.chunkOf(number)));
  for (const chunk of chunks) writeChanged(transaction, queue, { chunk, states });
  const addedChunks = chunksOf(added, index.lastNumber + 1);
  for (const { chunk, messages } of addedChunks) {
    const contents = messages.map(({ content }) => packContent(content));
    const packed = messages.map(({ state }) => packState(state));
    transaction.put(chunkKey(MESSAGES, queue, chunk.first), contents);
    transaction.put(chunkKey(STATES, queue, chunk.first), packed);
  }
  transaction.afterCommit(() => {
    for (const [number, state] of states) {
      if (state) index.change(number, state);
      else index.remove(number);
    }
    for (const { chunk, messages } of addedChunks) {
      const addedStates = messages.map(({ state }) => state);
      index.add(chunk, addedStates);
    }
    queue.polls.wake(); // for what is there now, or for room among the messages in flight
  });
}

/** Writes the states of a chunk with those that change, or removes it when no message is left. */
function writeChanged(
  transaction: Transaction,
  queue: Queue,
  { chunk, states }: { readonly chunk: MessageChunk } & Pick<Changes, 'states'>,
): void {
  const { first, count } = chunk;
  const after = Array.from({ length: count }, (_, place) => {
    const number = first + place;
    return states.has(number) ? states.get(number) : queue.index.state(number);
  });
  if (after.some((state) => state !== undefined)) {
    transaction.put(chunkKey(STATES, queue, first), after.map(packState));
  } else {
    transaction.remove(chunkKey(STATES, queue, first));
    transaction.remove(chunkKey(MESSAGES, queue, first));
  }
}
