import { placeOf } from '../linted-template.ts';
import type { Rule } from '../rule.ts';

/** `PartitionKey: …`, `PartitionKey=…`, `'PartitionKey': …`. */
const PROPERTY = /["']?\bPartitionKey\b["']?\s*[:=]\s*/g;
/** A text and nothing behind it that would change it. */
const CONSTANT = /^("[^"${}\\]+"|'[^'${}\\]+')(?=\s*(?:[,})\];]|\n|$))/;
const OPTION = /--partition-key[\s=]+/g;
const WORD = /^(?:"[^"${}`]+"|'[^']+'|[\w.-]+)(?=\s|$)/;
const PUTS = /\bput[-_]?records?/i;

export const constantPartitionKey: Rule = {
  id: 'constant-partition-key',
  severity: 'warning',
  title: 'All records have one partition key: nothing can run in parallel.',
  why:
    'Records of one partition key go to one shard, and are processed one after the other there. With a ' +
    'constant key, further shards stay empty and ParallelizationFactor does nothing.',
  incident:
    'IteratorAge grows under load; twice the shards and ten times the lanes change nothing.',
  fix: 'Take a key of which there are many: the customer, the device, the order.',
  suppress:
    'All records must be processed in one order, and the throughput of one shard is enough.',
  check: (template) =>
    template.consumers.flatMap((consumer) => {
      const { settings, stream, logicalId } = consumer;
      const factor = template.number(settings, 'ParallelizationFactor');
      const name = stream ? template.text(stream.properties, 'Name') : 'unknown';
      if (typeof factor !== 'number' || factor < 2) return [];
      if (name === 'unknown' || name === 'absent') return [];
      const producers = template.surroundings
        .programs()
        .filter(({ text }) => text.includes(name) && PUTS.test(text));
      // One producer whose key cannot be told is enough to say nothing.
      if (producers.length === 0 || !producers.every(({ text }) => hasOneKey(text))) return [];
      return {
        at: placeOf(consumer, 'ParallelizationFactor'),
        resource: logicalId,
        message: `${producers[0]!.path} gives all records one partition key: ${factor} lanes do the work of one.`,
      };
    }),
};

function hasOneKey(text: string): boolean {
  const keys = [...keysOf(text, PROPERTY, CONSTANT), ...keysOf(text, OPTION, WORD)];
  return keys.length > 0 && !keys.includes(undefined) && new Set(keys).size === 1;
}

function keysOf(text: string, place: RegExp, key: RegExp): (string | undefined)[] {
  return [...text.matchAll(place)].map((match) => {
    return key.exec(text.slice(match.index + match[0].length))?.[0];
  });
}
