import { join } from 'node:path';
import { ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { checkAccounts, unaccounted } from './checks/accounts.ts';
import { checkDeliveries } from './checks/deliveries.ts';
import { checkFailures, type FailureMessage } from './checks/failures.ts';
import { checkDeleted } from './checks/queue.ts';
import { checkResources } from './checks/resources.ts';
import { checkShards, type ListedShard } from './checks/shards.ts';
import { checkStream, type ReadRecord } from './checks/streams.ts';
import type { Client } from './client.ts';
import { DeliveryLog } from './delivery-log.ts';
import type { Ledger, Put } from './ledger.ts';
import { listShards, readShard } from './read-stream.ts';
import { type Consumer, FAILED_QUEUE, STREAMS, WORK_QUEUE } from './template.ts';
import type { Violation } from './violation.ts';

export interface EvidenceOptions {
  readonly folder: string;
  readonly ledger: Ledger;
  readonly consumers: Readonly<Record<string, Consumer>>;
  /** The time before which nothing is kept; absent where no retention period comes to its end. */
  readonly oldestMs?: (() => number) | undefined;
}

/** What the server showed so far, over all its lives, and whether it fits what it answered. */
export class Evidence {
  readonly failures: FailureMessage[] = [];
  readonly #options: EvidenceOptions;
  readonly #logs: ReadonlyMap<string, DeliveryLog>;
  readonly #listed = new Map<string, ListedShard[]>();
  readonly #records = new Map<string, Map<string, ReadRecord[]>>();
  /** Closed shards that were read to their end. */
  readonly #readToEnd = new Set<string>();

  constructor(options: EvidenceOptions) {
    this.#options = options;
    this.#logs = new Map(
      Object.keys(options.consumers).map((name) => [
        name,
        new DeliveryLog(join(options.folder, `${name}.ndjson`)),
      ]),
    );
  }

  /** How many invocations were begun so far. */
  get deliveries(): number {
    return [...this.#logs.values()].reduce((sum, log) => sum + log.deliveries.length, 0);
  }

  /** How many records were read back. */
  get records(): number {
    const shards = [...this.#records.values()].flatMap((ofStream) => [...ofStream.values()]);
    return shards.reduce((sum, records) => sum + records.length, 0);
  }

  readLogs(): void {
    for (const log of this.#logs.values()) log.read();
  }

  /** Reads what is new in the streams, or all of them again, and checks them. */
  async checkStreams(client: Client, { again }: { again: boolean }): Promise<Violation[]> {
    const { ledger } = this.#options;
    // First the logs: what was delivered by now must be readable after it.
    this.readLogs();
    const violations: Violation[] = [];
    for (const streamName of Object.keys(STREAMS)) {
      const before = this.#listed.get(streamName) ?? [];
      const now = await listShards(client, streamName);
      this.#listed.set(streamName, now);
      violations.push(...checkShards({ before, now, closed: ledger.closedOf(streamName) }));
      const shards = await this.#read(client, streamName, again);
      const of = { streamName, puts: ledger.puts, shards };
      violations.push(...checkStream({ ...of, ...this.#retention() }));
    }
    return violations;
  }

  /** Checks all that does not need the world to be at rest. */
  checkAll(): Violation[] {
    const { ledger, consumers } = this.#options;
    const isTrimmed = this.#options.oldestMs !== undefined;
    const violations = checkDeleted(ledger.messages.values());
    for (const [functionName, { lanes, streamName }] of Object.entries(consumers)) {
      const deliveries = this.#logs.get(functionName)?.deliveries ?? [];
      const shards = this.#records.get(streamName) ?? new Map();
      const parents = new Map(
        (this.#listed.get(streamName) ?? []).map((shard) => [shard.shardId, shard.parents]),
      );
      const of = { functionName, lanes, deliveries, shards, parents };
      violations.push(
        ...checkDeliveries({ ...of, isTrimmed }),
        ...checkFailures({ ...of, messages: this.failures }),
      );
    }
    return violations;
  }

  /** How many acknowledged records are neither processed nor given up yet. */
  get pending(): number {
    return this.#accounts().reduce((sum, account) => sum + unaccounted(account).length, 0);
  }

  checkAccounts(): Violation[] {
    return this.#accounts().flatMap(checkAccounts);
  }

  /** Checks that there is what the template asks for, and nothing twice. */
  async checkResources(client: Client): Promise<Violation[]> {
    const { StreamNames = [] } = await client.kinesis.send(new ListStreamsCommand({}));
    const { QueueUrls = [] } = await client.sqs.send(new ListQueuesCommand({}));
    const answer = await fetch(`${client.endpoint}/2015-03-31/event-source-mappings/`);
    const { EventSourceMappings } = (await answer.json()) as {
      EventSourceMappings: { FunctionArn: string }[];
    };
    const lastPart = (text: string, separator: string) => text.split(separator).at(-1) ?? '';
    return [
      { kind: 'streams', asked: Object.keys(STREAMS), found: StreamNames },
      {
        kind: 'queues',
        asked: [FAILED_QUEUE, WORK_QUEUE],
        found: QueueUrls.map((url) => lastPart(url, '/')),
      },
      {
        kind: 'mappings',
        asked: Object.keys(this.#options.consumers),
        found: EventSourceMappings.map(({ FunctionArn }) => lastPart(FunctionArn, ':')),
      },
    ].flatMap(checkResources);
  }

  #accounts() {
    const { ledger, consumers } = this.#options;
    const mayBeGone = this.#retention()?.mayBeGone;
    return Object.entries(consumers).map(([functionName, { streamName }]) => {
      const deliveries = this.#logs.get(functionName)?.deliveries ?? [];
      const puts = mayBeGone ? deliveredOrThere(ledger.puts, deliveries, mayBeGone) : ledger.puts;
      return { functionName, streamName, puts, deliveries, messages: this.failures };
    });
  }

  /** Asked anew each time, because the time goes on. */
  #retention() {
    const oldestMs = this.#options.oldestMs?.();
    if (oldestMs === undefined) return undefined;
    return { oldestMs, mayBeGone: ({ worldMs = 0 }: Put) => worldMs < oldestMs };
  }

  async #read(client: Client, streamName: string, again: boolean) {
    const known = again ? undefined : this.#records.get(streamName);
    const shards = new Map<string, ReadRecord[]>(known);
    this.#records.set(streamName, shards);
    for (const { shardId, isClosed } of this.#listed.get(streamName) ?? []) {
      const place = `${streamName} ${shardId}`;
      if (!again && this.#readToEnd.has(place)) continue;
      const before = shards.get(shardId) ?? [];
      const after = before.at(-1)?.sequenceNumber;
      const added = await readShard(client, { streamName, shardId, after });
      shards.set(shardId, [...before, ...added]);
      if (isClosed) this.#readToEnd.add(place);
    }
    return shards;
  }
}

/** Leaves out what the stream may have lost before anybody was given it. */
function deliveredOrThere(
  puts: readonly Put[],
  deliveries: DeliveryLog['deliveries'],
  mayBeGone: (put: Put) => boolean,
): Put[] {
  const delivered = new Set(deliveries.flatMap(({ records }) => records.map(({ id }) => id)));
  return puts.filter((put) => !mayBeGone(put) || put.ids.some((id) => delivered.has(id)));
}
