import { GenerateError } from './generate-error.ts';
import type { GeneratedRecord } from './generated-record.ts';
import { type MutationName, mutation } from './poison.ts';
import { compileTemplate } from './template.ts';
import type { TemplateWorld } from './template-function.ts';

export interface SourceSettings {
  /** The template of a record's data. */
  readonly template: string;
  /** The template of its partition key. */
  readonly partitionKey: string;
  readonly poison?: PoisonSettings;
  /** End each record with a line break, as the Kinesis Data Generator does. */
  readonly newline?: boolean;
}

interface PoisonSettings {
  /** How many of the records are bad: from 0 to 1. */
  readonly share: number;
  /** The template of a bad record, or how a good one is spoilt. */
  readonly by: { readonly template: string } | { readonly mutation: MutationName };
}

/** Makes records, one after the other: the same ones for the same seed and the same time. */
export interface RecordSource {
  next(): GeneratedRecord;
  /** How many of them are bad, so far. */
  readonly poisoned: number;
}

/** Characters of a partition key (Kinesis API reference). */
const MOST_KEY_CHARACTERS = 256;

/** @throws GenerateError when a template is none, or makes partition keys that no stream takes */
export async function recordSource(
  settings: SourceSettings,
  world: TemplateWorld,
): Promise<RecordSource> {
  const good = await compileTemplate(settings.template, world);
  const key = await compileTemplate(settings.partitionKey, world);
  const { poison } = settings;
  const bad = poison && (await poisonBy(poison, good, world));
  const end = settings.newline ? '\n' : '';
  const share = poison?.share ?? 0;
  let index = 0;
  let poisoned = 0;
  return {
    next() {
      const isBad = bad !== undefined && world.random.fraction() < share;
      const partitionKey = checkedKey(key(index));
      const text = isBad ? bad(index) : good(index);
      index++;
      if (isBad) poisoned++;
      return { partitionKey, data: Buffer.from(text + end), count: 1 };
    },
    get poisoned() {
      return poisoned;
    },
  };
}

async function poisonBy(
  { by }: PoisonSettings,
  good: (index: number) => string,
  world: TemplateWorld,
): Promise<(index: number) => string> {
  if ('template' in by) return compileTemplate(by.template, world);
  const spoil = mutation(by.mutation, good(0), world.random);
  return (index) => spoil(good(index));
}

function checkedKey(key: string): string {
  if (key.length >= 1 && key.length <= MOST_KEY_CHARACTERS) return key;
  throw new GenerateError(
    'SettingInvalid',
    `A partition key has 1 to ${MOST_KEY_CHARACTERS} characters; the template made ${key.length}.`,
  );
}
