import { PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { between, pick } from '../chance.ts';
import type { PutAnswer } from '../ledger.ts';
import { type Kind, textOf } from '../record-text.ts';
import type { LoadContext, Source, Step } from './burst.ts';

export interface ProducerOptions {
  /** Its name among all producers of a stream; no dot in it. */
  readonly name: string;
  readonly streamName: string;
  /** The most records of a request; 1: PutRecord. */
  readonly mostRecords: number;
  /** The clock is moved: what is put is noted with the world's time. */
  readonly isClockMoved?: boolean;
}

/** Requests are numbered on over all runs, so that their order can be seen over all of them. */
const REQUESTS_OF_A_RUN = 1_000_000;
const KEYS = 24;
/** How large most records are at most, and a rare one. */
const BYTES = { usual: 400, rare: 60_000 };

/** Of a hundred records, how many are taken badly. */
const KINDS: readonly Kind[] = [
  ...Array<Kind>(3).fill('throws'),
  ...Array<Kind>(3).fill('bad'),
  ...Array<Kind>(2).fill('flaky'),
  ...Array<Kind>(92).fill('good'),
];

/** Puts records into a stream, the next request after the answer to the one before. */
export function producer(options: ProducerOptions): Source {
  return (context) => steps(context, options);
}

function steps(context: LoadContext, options: ProducerOptions): Step {
  const { client, ledger, random, run, signal, world } = context;
  const { name, streamName, mostRecords, isClockMoved } = options;
  let request = run * REQUESTS_OF_A_RUN;

  return async () => {
    request++;
    const count = between(random, 1, mostRecords);
    const entries = Array.from({ length: count }, (_, position) => {
      const id = `${name}.${request}.${position}`;
      const mostBytes = random.fraction() < 0.01 ? BYTES.rare : BYTES.usual;
      const fillerBytes = between(random, 0, mostBytes);
      const text = textOf({ id, kind: pick(random, KINDS), fillerBytes });
      const PartitionKey = `key-${between(random, 1, KEYS)}`;
      return { id, Data: Buffer.from(text, 'latin1'), PartitionKey };
    });
    const put = ledger.put({
      streamName,
      ids: entries.map(({ id }) => id),
      ...(isClockMoved && { worldMs: world.nowMs }),
    });
    const Records = entries.map(({ Data, PartitionKey }) => ({ Data, PartitionKey }));
    const options = { abortSignal: signal };
    if (mostRecords === 1) {
      const command = new PutRecordCommand({ StreamName: streamName, ...Records[0]! });
      put.answers = [answerOf(await client.kinesis.send(command, options))];
    } else {
      const command = new PutRecordsCommand({ StreamName: streamName, Records });
      const answer = await client.kinesis.send(command, options);
      put.answers = answer.Records?.map(answerOf) ?? [];
    }
  };
}

function answerOf(answer: { ShardId?: string; SequenceNumber?: string }): PutAnswer {
  return { shardId: answer.ShardId ?? '', sequenceNumber: answer.SequenceNumber ?? '' };
}
