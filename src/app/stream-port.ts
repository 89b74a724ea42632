import { isSameScope, type Scope } from '../aws/scope.ts';
import {
  type ShardChange,
  type StreamPort,
  StreamReplacedError,
} from '../event-source-mapping/ports.ts';
import { parseConsumerArn, parseStreamArn } from '../kinesis/stream.ts';
import type { Streams } from '../kinesis/streams.ts';
import type { Events } from '../observe/events.ts';

const HOUR_MS = 3_600_000;

/** Lets event source mappings read the streams of this world. */
export function streamPort(streams: Streams, events: Events): StreamPort {
  const locateSame = ({
    eventSourceArn,
    streamId,
  }: {
    eventSourceArn: string;
    streamId: string;
  }) => {
    const place = locate(eventSourceArn);
    if (streams.streamId(place.scope, place.streamName) !== streamId) {
      throw new StreamReplacedError(`${eventSourceArn} was deleted and made again.`);
    }
    return place;
  };
  return {
    async describe(eventSourceArn) {
      const { scope, streamName } = locate(eventSourceArn);
      const consumer = parseConsumerArn(eventSourceArn);
      if (consumer) streams.consumers.describe(scope, consumer); // throws when there is none
      const streamId = streams.streamId(scope, streamName);
      const shards = allShards(streams, { scope, streamName }).map((shard) => ({
        shardId: shard.shardId,
        parentShardIds: [shard.parentShardId, shard.adjacentParentShardId].filter(
          (id) => id !== undefined,
        ),
        hashKeys: {
          starting: shard.hashKeyRange.startingHashKey,
          ending: shard.hashKeyRange.endingHashKey,
        },
      }));
      return { streamId, shards };
    },

    async latest(shard) {
      const { scope, streamName } = locateSame(shard);
      const position = { type: 'LATEST' } as const;
      const { next } = streams.readShard({ scope, streamName, shardId: shard.shardId, position });
      if ('sequenceNumber' in next) return next.sequenceNumber;
      throw new Error(`The latest position in ${shard.shardId} is not known.`);
    },

    async read({ shardId, position, limit, ...stream }) {
      const { scope, streamName } = locateSame(stream);
      const consumer = parseConsumerArn(stream.eventSourceArn);
      if (consumer) streams.consumers.describe(scope, consumer); // throws once it is deregistered
      const consumerName = consumer?.consumerName;
      const request = { scope, streamName, shardId, position, limit, consumerName };
      const { records, atShardEnd } = streams.readShard(request);
      const retentionHours = streams.retentionHours(scope, streamName);
      return { records, atShardEnd, retentionMs: retentionHours * HOUR_MS };
    },

    onChange: ({ eventSourceArn, shardId }, listener) =>
      followShard(events, { ...locate(eventSourceArn), shardId }, listener),
  };
}

/** Tells what happens to a shard, until the answered function is called. */
function followShard(
  events: Events,
  { scope, streamName, shardId }: Place & { readonly shardId: string },
  listener: (change: ShardChange) => void,
): () => void {
  const isThisStream = (changed: { readonly scope: Scope; readonly streamName: string }) =>
    changed.streamName === streamName && isSameScope(changed.scope, scope);
  const grows = (['records-put', 'shard-closed'] as const).map((name) =>
    events.on(name, (changed) => {
      if (changed.shardId === shardId && isThisStream(changed)) listener({ type: 'grown' });
    }),
  );
  const stops = [
    ...grows,
    events.on('retention-changed', (changed) => {
      const retentionMs = changed.retentionHours * HOUR_MS;
      if (isThisStream(changed)) listener({ type: 'retention-changed', retentionMs });
    }),
    events.on('stream-deleted', (changed) => {
      if (isThisStream(changed)) listener({ type: 'deleted' });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

type Place = ReturnType<typeof locate>;

/** Every shard of a stream; the domain answers at most a thousand at once. */
function allShards(streams: Streams, { scope, streamName }: Place) {
  let page = streams.listShards(scope, streamName);
  const shards = [...page.shards];
  while (page.nextToken !== undefined) {
    page = streams.listMoreShards(scope, page.nextToken);
    shards.push(...page.shards);
  }
  return shards;
}

function locate(eventSourceArn: string) {
  const arn = parseStreamArn(eventSourceArn) ?? parseConsumerArn(eventSourceArn);
  if (!arn) throw new Error(`${eventSourceArn} is not the ARN of a Kinesis stream or consumer.`);
  const { account, region, streamName } = arn;
  return { scope: { account, region }, streamName };
}
