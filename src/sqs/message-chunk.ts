import type { KeptMessage, MessageContent, MessageState } from './message.ts';

/**
 * Some messages that came to a queue in one commit. They are kept together, as what an entry of the store
 * costs by itself is more than what a message of a kilobyte adds to it.
 */
export interface MessageChunk {
  /** The number of its first message; those of the others follow. */
  readonly first: number;
  /** How many messages it had at first. */
  readonly count: number;
}

/** A chunk with all its messages. */
interface FilledChunk {
  readonly chunk: MessageChunk;
  readonly messages: readonly KeptMessage[];
}

/** Of a chunk: a receive of one message reads it whole. */
const MOST_MESSAGES = 10;
const MOST_CHARACTERS = 256 * 1024;

/** Messages in the chunks that they are to be kept in, the first of them under the number `first`. */
export function chunksOf(messages: readonly KeptMessage[], first: number): FilledChunk[] {
  const chunks: FilledChunk[] = [];
  for (let at = 0; at < messages.length; ) {
    const count = countInChunk(messages, at);
    const chunk = { first: first + at, count };
    chunks.push({ chunk, messages: messages.slice(at, at + count) });
    at += count;
  }
  return chunks;
}

/** How many messages from a place on one chunk takes: at least one. */
function countInChunk(messages: readonly KeptMessage[], from: number): number {
  let characters = 0;
  for (const [index, { content }] of messages.slice(from, from + MOST_MESSAGES).entries()) {
    characters += content.body.length;
    if (index > 0 && characters > MOST_CHARACTERS) return index;
  }
  return Math.min(MOST_MESSAGES, messages.length - from);
}

type Common = Pick<MessageContent, 'messageId' | 'senderId' | 'body' | 'bodyMd5'>;

/** What never changes of a message: without names, and what few messages have at the end. */
type PackedContent = readonly [
  messageId: string,
  senderId: string,
  body: string,
  bodyMd5: string,
  rest?: Omit<MessageContent, keyof Common>,
];

/** The state of a message; null when it is gone. */
type PackedState =
  | readonly [
      sentAtMs: number,
      visibleAtMs: number,
      receiveCount: number,
      firstReceivedAtMs: number | undefined,
      groupId: string | undefined,
      token?: string,
      receivedAtMs?: number,
    ]
  | null;

/** What is kept of a chunk's messages that never changes. A single one stood alone in format 2. */
export type KeptContents = readonly PackedContent[] | MessageContent;

/** What is kept of their states, in the same order. A single one stood alone in format 2. */
export type KeptStates = readonly PackedState[] | MessageState;

export function packContent(content: MessageContent): PackedContent {
  const { messageId, senderId, body, bodyMd5 } = content;
  const rest = restOf(content);
  return rest ? [messageId, senderId, body, bodyMd5, rest] : [messageId, senderId, body, bodyMd5];
}

/** The message at a place in its chunk. */
export function unpackContent(kept: KeptContents, place: number): MessageContent {
  if (!isList(kept)) return kept;
  const [messageId, senderId, body, bodyMd5, rest] = kept[place] as PackedContent;
  const common: Common = { messageId, senderId, body, bodyMd5 };
  return rest ? { ...common, ...rest } : common;
}

export function packState(state: MessageState | undefined): PackedState {
  if (!state) return null;
  const { sentAtMs, visibleAtMs, receiveCount, firstReceivedAtMs, groupId, receipt } = state;
  return receipt
    ? [
        sentAtMs,
        visibleAtMs,
        receiveCount,
        firstReceivedAtMs,
        groupId,
        receipt.token,
        receipt.receivedAtMs,
      ]
    : [sentAtMs, visibleAtMs, receiveCount, firstReceivedAtMs, groupId];
}

/** The states of a chunk's messages; null for those that are gone. */
export function unpackStates(kept: KeptStates): readonly (MessageState | null)[] {
  return isList(kept) ? kept.map(unpackState) : [kept];
}

function unpackState(packed: PackedState): MessageState | null {
  if (!packed) return null;
  const [sentAtMs, visibleAtMs, receiveCount, firstReceivedAtMs, groupId, token, receivedAtMs] =
    packed;
  return {
    sentAtMs,
    visibleAtMs,
    receiveCount,
    ...(firstReceivedAtMs !== undefined && { firstReceivedAtMs }),
    ...(groupId !== undefined && { groupId }),
    ...(token !== undefined && receivedAtMs !== undefined && { receipt: { token, receivedAtMs } }),
  };
}

const COMMON: ReadonlySet<string> = new Set(['messageId', 'senderId', 'body', 'bodyMd5']);

/** Undefined when there is nothing else; looked for first, as most messages have nothing. */
function restOf(content: MessageContent): Omit<MessageContent, keyof Common> | undefined {
  for (const name in content) {
    if (COMMON.has(name)) continue;
    const { messageId, senderId, body, bodyMd5, ...rest } = content;
    return rest;
  }
  return undefined;
}

/** `Array.isArray` does not know lists that are only read. */
function isList<T>(kept: readonly T[] | object): kept is readonly T[] {
  return Array.isArray(kept);
}
