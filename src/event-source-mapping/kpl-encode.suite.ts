import { createHash } from 'node:crypto';

const MAGIC = [0xf3, 0x89, 0x9a, 0xc2];

interface Given {
  readonly partitionKey: string;
  readonly explicitHashKey?: string;
  readonly data: Uint8Array;
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...varint(Math.floor(value / 0x80))];
}

export const numberField = (number: number, value: number) => [
  ...varint(number * 8),
  ...varint(value),
];
export const bytesField = (number: number, value: Uint8Array | number[]) => [
  ...varint(number * 8 + 2),
  ...varint(value.length),
  ...value,
];
export const textField = (number: number, text: string) => bytesField(number, Buffer.from(text));

/** The message that a producer writes, keys of equal records once. */
export function message(records: readonly Given[]): number[] {
  const keys = [...new Set(records.map(({ partitionKey }) => partitionKey))];
  const hashKeys = [...new Set(records.flatMap(({ explicitHashKey }) => explicitHashKey ?? []))];
  return [
    ...keys.flatMap((key) => textField(1, key)),
    ...hashKeys.flatMap((hashKey) => textField(2, hashKey)),
    ...records.flatMap(({ partitionKey, explicitHashKey, data }) =>
      bytesField(3, [
        ...numberField(1, keys.indexOf(partitionKey)),
        ...(explicitHashKey === undefined ? [] : numberField(2, hashKeys.indexOf(explicitHashKey))),
        ...bytesField(3, data),
      ]),
    ),
  ];
}

/** A message as a record of a stream. */
export const sealed = (content: readonly number[]) => {
  const md5 = createHash('md5').update(Buffer.from(content)).digest();
  return { partitionKey: 'outer', data: Buffer.from([...MAGIC, ...content, ...md5]) };
};

/** The bytes of an aggregate of records, each with the same text for key and data. */
export const aggregate = (...texts: string[]) =>
  sealed(message(texts.map((text) => ({ partitionKey: text, data: Buffer.from(text) })))).data;
