import type { FuzzAnswer } from './client.ts';

/** How many texts of one name are remembered. */
const MOST = 20;
/** Under which names a text that was answered may be asked for. */
const ALSO: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    NextShardIterator: ['ShardIterator'],
    StreamARN: ['ResourceARN', 'EventSourceArn'],
    TopicArn: ['ResourceArn'],
    QueueArn: ['Endpoint'],
    EventSourceMappingArn: ['Resource'],
    SequenceNumber: ['StartingSequenceNumber'],
    NextContinuationToken: ['ContinuationToken'],
  }),
);

/** Remembers the texts of an answer by their names, for later requests to use. */
export function learn(seen: Map<string, string[]>, { contentType, body }: FuzzAnswer): void {
  const text = body.toString();
  if (/xml/.test(contentType)) {
    for (const [, name = '', value = ''] of text.matchAll(/<(\w+)>([^<]{1,2000})</g))
      remember(seen, name, value);
    return;
  }
  if (!/json/.test(contentType) || text === '') return;
  JSON.parse(text, (name, value) => {
    if (typeof value === 'string' && value.length < 2000) remember(seen, name, value);
    return value;
  });
}

function remember(seen: Map<string, string[]>, name: string, value: string): void {
  for (const each of [name, ...(ALSO.get(name) ?? [])]) {
    const known = seen.get(each) ?? [];
    if (known.includes(value)) continue;
    seen.set(each, [...known, value].slice(-MOST));
  }
}
