import { plainBase64 } from '../../wire/base64.ts';
import { decodeJson } from '../../wire/json.ts';
import type { Memory } from '../../wire/message.ts';
import { PlainJson } from '../../wire/plain-json.ts';
import type { StructureShape } from '../../wire/shape.ts';

/**
 * Reads the body of PutRecords without making an object of it first, where it is plain: the text of
 * a full request is most of a megabyte, and reading it took longer than storing it. Undefined where
 * it must be read the usual way; what is read is the same, and the texts of the data beside it. The
 * data themselves are in `memory`, and good for as long as it is.
 */
export function readPutRecords(
  others: StructureShape,
  body: Uint8Array,
  memory?: Memory,
): object | undefined {
  return PlainJson.read(body, (json) => {
    const members: Record<string, unknown> = {};
    json.object((name) => {
      if (name === 'Records') members.Records = readRecords(json, memory);
      else if (Object.hasOwn(others.members, name)) members[name] = json.string();
      else json.giveUp();
    });
    const { Records, ...rest } = members;
    return { ...(decodeJson(others, rest) as object), ...(Records !== undefined && { Records }) };
  });
}

export interface ReadEntry {
  Data?: Uint8Array;
  /** The text that `Data` was read from, which the stream keeps as it is. */
  base64?: string;
  PartitionKey?: string;
  ExplicitHashKey?: string;
}

function readRecords(json: PlainJson, memory: Memory | undefined): ReadEntry[] {
  const records: ReadEntry[] = [];
  json.array(() => {
    const entry: ReadEntry = {};
    json.object((name) => {
      if (name === 'Data') {
        entry.base64 = json.uncheckedString();
        entry.Data = plainBase64(entry.base64, memory) ?? json.giveUp();
      } else if (name === 'PartitionKey') entry.PartitionKey = json.string();
      else if (name === 'ExplicitHashKey') entry.ExplicitHashKey = json.string();
      else json.giveUp();
    });
    records.push(entry);
  });
  return records;
}
