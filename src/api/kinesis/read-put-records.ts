import { plainBase64 } from '../../wire/base64.ts';
import { decodeJson } from '../../wire/json.ts';
import { PlainJson } from '../../wire/plain-json.ts';
import type { StructureShape } from '../../wire/shape.ts';

/**
 * Reads the body of PutRecords without making an object of it first, where it is plain: the text of
 * a full request is most of a megabyte, and reading it took longer than storing it. Undefined where
 * it must be read the usual way; what is read is the same.
 */
export function readPutRecords(others: StructureShape, body: Uint8Array): object | undefined {
  return PlainJson.read(body, (json) => {
    const members: Record<string, unknown> = {};
    json.object((name) => {
      if (name === 'Records') members.Records = readRecords(json);
      else if (Object.hasOwn(others.members, name)) members[name] = json.string();
      else json.giveUp();
    });
    const { Records, ...rest } = members;
    return { ...(decodeJson(others, rest) as object), ...(Records !== undefined && { Records }) };
  });
}

interface Entry {
  Data?: Uint8Array;
  PartitionKey?: string;
  ExplicitHashKey?: string;
}

function readRecords(json: PlainJson): Entry[] {
  const records: Entry[] = [];
  json.array(() => {
    const entry: Entry = {};
    json.object((name) => {
      if (name === 'Data') entry.Data = plainBase64(json.uncheckedString()) ?? json.giveUp();
      else if (name === 'PartitionKey') entry.PartitionKey = json.string();
      else if (name === 'ExplicitHashKey') entry.ExplicitHashKey = json.string();
      else json.giveUp();
    });
    records.push(entry);
  });
  return records;
}
