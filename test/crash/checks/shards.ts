import type { Violation } from '../violation.ts';

/** A shard as ListShards gives it. */
export interface ListedShard {
  readonly shardId: string;
  readonly parents: readonly string[];
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  readonly isClosed: boolean;
}

const HASH_KEYS = 2n ** 128n;

export interface ShardEvidence {
  /** All that were listed before the server was killed. */
  readonly before: readonly ListedShard[];
  readonly now: readonly ListedShard[];
  /** Those whose end was answered by whatever ended them. */
  readonly closed: ReadonlySet<string>;
}

/** Holds the shards of a stream against each other, and against what was answered of them. */
export function checkShards({ before, now, closed }: ShardEvidence): Violation[] {
  const byId = new Map(now.map((shard) => [shard.shardId, shard]));
  const stays = 'a shard stays, and what it covers';
  const missing = before.flatMap((shard) => {
    const [expected, found] = [describe(shard), describe(byId.get(shard.shardId))];
    return expected === found ? [] : [{ law: stays, expected, found }];
  });
  const opened = [...before.filter(({ isClosed }) => isClosed).map(({ shardId }) => shardId)]
    .concat([...closed])
    .filter((shardId) => byId.get(shardId)?.isClosed === false)
    .map((shardId) => ({
      law: 'a shard that was closed stays closed',
      expected: `${shardId} closed`,
      found: `${shardId} open`,
    }));
  return [...missing, ...opened, ...checkCover(now), ...checkFamilies(now, byId)];
}

function checkCover(shards: readonly ListedShard[]): Violation[] {
  const open = shards
    .filter(({ isClosed }) => !isClosed)
    .sort((one, other) => (BigInt(one.startingHashKey) < BigInt(other.startingHashKey) ? -1 : 1));
  const starts = open.map(({ startingHashKey }) => startingHashKey);
  const follows = open.map(({ endingHashKey }) => String(BigInt(endingHashKey) + 1n));
  const expected = ['0', ...follows].join(', ');
  const found = [...starts, String(HASH_KEYS)].join(', ');
  if (expected === found) return [];
  const law = 'the open shards cover every hash key once';
  return [{ law, expected: `shards that begin with ${expected}`, found: `with ${found}` }];
}

/** A resharding is one commit: a child without its closed parents is half of one. */
function checkFamilies(
  shards: readonly ListedShard[],
  byId: ReadonlyMap<string, ListedShard>,
): Violation[] {
  const law = 'a shard has children only when it is closed';
  return shards.flatMap(({ shardId, parents }) =>
    parents
      .filter((parent) => byId.get(parent)?.isClosed !== true)
      .map((parent) => ({ law, expected: `${parent} closed`, found: `${shardId} of it` })),
  );
}

function describe(shard: ListedShard | undefined): string {
  if (!shard) return 'nothing';
  const { shardId, startingHashKey, endingHashKey, parents } = shard;
  return `${shardId} of ${startingHashKey} to ${endingHashKey}, from ${parents.join('+') || 'none'}`;
}
