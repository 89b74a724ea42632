import { hash } from 'node:crypto';

/** A named value beside a message's body: a text (also for numbers) or bytes. */
export interface MessageAttribute {
  /** `String`, `Number` or `Binary`, with a label of the sender's own after a dot if wanted. */
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: Uint8Array;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** Which of the two transport types the checksum counts a value as. */
const STRING_TRANSPORT = Buffer.of(1);
const BINARY_TRANSPORT = Buffer.of(2);

/**
 * The MD5 checksum that SDKs compare with their own, in hexadecimal: of each attribute, in the
 * order of the names, the name, the data type, one byte for the transport type, and the value, each
 * text and value preceded by its length as four bytes (Amazon SQS developer guide). Undefined when
 * there are no attributes.
 */
export function md5OfAttributes(attributes: MessageAttributes | undefined): string | undefined {
  const names = Object.keys(attributes ?? {}).sort();
  if (!attributes || names.length === 0) return undefined;
  const parts = names.flatMap((name) => {
    const { dataType, stringValue = '', binaryValue } = attributes[name] as MessageAttribute;
    return [
      ...withLength(Buffer.from(name)),
      ...withLength(Buffer.from(dataType)),
      binaryValue ? BINARY_TRANSPORT : STRING_TRANSPORT,
      ...withLength(binaryValue ?? Buffer.from(stringValue)),
    ];
  });
  // In one piece: to begin a hash takes longer than all else.
  return hash('md5', Buffer.concat(parts), 'hex');
}

function withLength(bytes: Uint8Array): [length: Uint8Array, bytes: Uint8Array] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}

/** What attributes weigh in a message: names, data types and values, in bytes. */
export function bytesOfAttributes(attributes: MessageAttributes | undefined): number {
  let bytes = 0;
  for (const [name, { dataType, stringValue, binaryValue }] of Object.entries(attributes ?? {})) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(dataType);
    bytes += binaryValue?.length ?? Buffer.byteLength(stringValue ?? '');
  }
  return bytes;
}

/**
 * The attributes that a receiver asked for by name, by `prefix.*`, or all of them by `All` or `.*`;
 * undefined when none is left. Names that nothing can have find nothing, as observed on AWS.
 */
export function selectAttributes(
  attributes: MessageAttributes | undefined,
  wanted: readonly string[],
): MessageAttributes | undefined {
  if (!attributes || wanted.length === 0) return undefined;
  const chosen = Object.entries(attributes).filter(([name]) =>
    wanted.some((pattern) => matches(pattern, name)),
  );
  return chosen.length > 0 ? Object.fromEntries(chosen) : undefined;
}

function matches(pattern: string, name: string): boolean {
  if (pattern === 'All') return true;
  if (pattern.endsWith('.*')) return name.startsWith(pattern.slice(0, -2));
  return pattern === name;
}
