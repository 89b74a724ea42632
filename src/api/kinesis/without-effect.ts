import type { Streams } from '../../kinesis/streams.ts';

/** Says that something was kept and will be shown, but does nothing here. */
export function noteWithoutEffect({ events }: Streams, message: string): void {
  events.emit('warning', { message });
}

/** Says so of a stream's warm throughput, if there is one. */
export function noteWarmThroughput(
  streams: Streams,
  streamName: string,
  warmThroughputMiBps: number | undefined,
): void {
  if (warmThroughputMiBps === undefined) return;
  const what = `Stream ${streamName}: its warm throughput is kept and shown`;
  noteWithoutEffect(streams, `${what}; its shards stay as they are.`);
}
