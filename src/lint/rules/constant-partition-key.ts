import { placeOf } from '../linted-template.ts';
import type { Rule } from '../rule.ts';

/** `PartitionKey: 'x'`, `PartitionKey="x"`, `'PartitionKey': 'x'`, `--partition-key x`. */
const ANY_KEY = /["']?\bPartitionKey\b["']?\s*[:=]\s*|--partition-key[\s=]+/g;
const CONSTANT = /^(?:"[^"${}]+"|'[^'${}]+'|[A-Za-z0-9][\w-]*(?=\s|$))/;

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
        .filter(
          ({ text }) =>
            text.includes(name) && /\bPutRecords?(?:Command)?\b|put[-_]records?\b/.test(text),
        );
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
  const keys = [...text.matchAll(ANY_KEY)].map(
    (match) => CONSTANT.exec(text.slice(match.index + match[0].length))?.[0],
  );
  const isQuoted = keys.every((key) => key !== undefined && /^["']|^[\w-]+$/.test(key));
  return keys.length > 0 && isQuoted && new Set(keys).size === 1;
}
