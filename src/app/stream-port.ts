import type { StreamPort } from '../event-source-mapping/ports.ts';
import { parseStreamArn, type StreamDescription } from '../kinesis/stream.ts';
import type { Streams } from '../kinesis/streams.ts';
import type { Events } from '../observe/events.ts';

const HOUR_MS = 3_600_000;

/** Lets event source mappings read the streams of this world. */
export function streamPort(streams: Streams, events: Events): StreamPort {
  return {
    async shardIds(eventSourceArn) {
      const { scope, streamName } = locate(eventSourceArn);
      return streams.listShards(scope, streamName).shards.map((shard) => shard.shardId);
    },

    async read({ eventSourceArn, shardId, position, limit }) {
      const { scope, streamName } = locate(eventSourceArn);
      const request = { scope, streamName, shardId, position, limit };
      const { records, atShardEnd } = streams.readShard(request);
      return { records, atShardEnd, retentionMs: retentionMs(streams.describe(scope, streamName)) };
    },

    onRecords(eventSourceArn, shardId, listener) {
      const { scope, streamName } = locate(eventSourceArn);
      return events.on('records-put', (put) => {
        const isThisShard =
          put.shardId === shardId &&
          put.streamName === streamName &&
          put.scope.account === scope.account &&
          put.scope.region === scope.region;
        if (isThisShard) listener();
      });
    },
  };
}

const retentionMs = (stream: StreamDescription) => stream.retentionHours * HOUR_MS;

function locate(eventSourceArn: string) {
  const arn = parseStreamArn(eventSourceArn);
  if (!arn) throw new Error(`${eventSourceArn} is not the ARN of a Kinesis stream.`);
  const { account, region, streamName } = arn;
  return { scope: { account, region }, streamName };
}
