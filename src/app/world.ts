import { cloudWatchService } from '../api/cloudwatch/service.ts';
import { kinesisService } from '../api/kinesis/service.ts';
import { lambdaService } from '../api/lambda/service.ts';
import { logsService } from '../api/logs/service.ts';
import { s3Service } from '../api/s3/service.ts';
import { snsService } from '../api/sns/service.ts';
import { sqsService } from '../api/sqs/service.ts';
import { stsService } from '../api/sts/service.ts';
import { systemClock } from '../clock/system-clock.ts';
import { EventSourceMappings } from '../event-source-mapping/mappings.ts';
import type { Pace } from '../event-source-mapping/pace.ts';
import { Gateway } from '../gateway/gateway.ts';
import { Streams } from '../kinesis/streams.ts';
import { Functions } from '../lambda/functions.ts';
import type { Alarms } from '../observe/alarms.ts';
import type { Events } from '../observe/events.ts';
import { LogGroups } from '../observe/log-groups.ts';
import { Metrics } from '../observe/metrics.ts';
import type { Random } from '../random/random.ts';
import { Buckets } from '../s3/buckets.ts';
import { Topics } from '../sns/topics.ts';
import { QueueError } from '../sqs/queue-error.ts';
import { Queues } from '../sqs/queues.ts';
import type { Store, Transaction } from '../store/store.ts';
import { alarmsOf } from './alarm-actions.ts';
import { clockRoutes } from './clock-routes.ts';
import { Destinations } from './destinations.ts';
import { eventRoutes } from './event-routes.ts';
import { functionPort } from './function-port.ts';
import { mappingPort, progressPort } from './progress-port.ts';
import { tellingStoreErrors } from './store-errors.ts';
import { streamPort } from './stream-port.ts';
import type { Time } from './time.ts';

export interface WorldOptions {
  readonly store: Store;
  readonly events: Events;
  readonly time: Time;
  readonly random: Random;
  readonly pace: Pace;
}

/** How long what is under way may take, in real time, when the world is stopped. */
const GRACE_MS = 5000;

/** All services of one endpoint, tied together: the place where everything is created. */
export class World {
  readonly events: Events;
  readonly streams: Streams;
  readonly queues: Queues;
  readonly topics: Topics;
  readonly buckets: Buckets;
  readonly logs: LogGroups;
  readonly metrics: Metrics;
  readonly alarms: Alarms;
  readonly functions: Functions;
  readonly mappings: EventSourceMappings;
  readonly #gateway: Gateway;
  #endpoint = '';
  #cutOff = 0;

  constructor({ store, events, time, random, pace }: WorldOptions) {
    const { clock } = time;
    this.events = events;
    this.streams = new Streams({ store, clock, random, events });
    this.queues = new Queues({ store, clock, random, events });
    const deliver = (transaction: Transaction, queueArn: string, body: string) => {
      this.queues.enqueue(transaction, queueArn, body);
    };
    // A queue that refuses is passed over; a store that fails must fail the publication.
    const isRefusal = (error: unknown) => error instanceof QueueError;
    this.topics = new Topics({ store, clock, random, events, deliver, isRefusal });
    this.buckets = new Buckets({ store, clock, random });
    this.logs = new LogGroups({ store, clock });
    const endpoint = () => this.#endpoint;
    const wantsEventCount = (mappingId: string) => this.mappings.wantsEventCount(mappingId);
    this.metrics = new Metrics({ store, clock, events, wantsEventCount });
    this.alarms = alarmsOf({ store, clock, events, metrics: this.metrics, topics: this.topics });
    const { sandboxClock } = time;
    const { logs } = this;
    this.functions = new Functions({ clock: sandboxClock, random, events, logs, endpoint });
    const { queues, topics, buckets } = this;
    const destinations = new Destinations({ queues, topics, buckets, random });
    const ports = {
      stream: streamPort(this.streams, events),
      function: functionPort(this.functions),
      progress: progressPort(store, destinations),
      mappings: mappingPort(store),
    };
    this.mappings = new EventSourceMappings({ clock, random, events, pace, ports });
    const services = [
      kinesisService(this.streams),
      sqsService(this.queues),
      lambdaService(this.functions, { mappings: this.mappings, newId: () => random.uuid() }),
      logsService(this.logs),
      cloudWatchService(this.metrics, this.alarms),
      snsService(this.topics),
      s3Service(this.buckets),
      stsService(),
    ].map((service) => tellingStoreErrors(service, events));
    const isBusy = () => this.functions.activeInvocations > 0;
    const extra = [...clockRoutes(time, isBusy), ...eventRoutes(events, clock)];
    // Whoever stops the world waits in real time, also where the world's own clock stands still.
    this.#gateway = new Gateway({ services, clock: systemClock, random, events, extra });
  }

  /** Where clients reach this world, for example `http://127.0.0.1:4566`; '' before `listen`. */
  get endpoint(): string {
    return this.#endpoint;
  }

  /** How many invocations were still under way when `close` had waited long enough. */
  get cutOff(): number {
    return this.#cutOff;
  }

  /** Begins to answer requests. Rejects when the port is taken. */
  async listen(address: { host: string; port: number }): Promise<void> {
    this.#endpoint = (await this.#gateway.listen(address)).endpoint;
  }

  /**
   * Stops everything but the store, which belongs to whoever opened it: batches under way are
   * brought to their end within a bound, then sandboxes and requests.
   */
  async close(): Promise<void> {
    const late = new AbortController();
    const timer = systemClock.at(systemClock.now() + GRACE_MS, () => late.abort());
    await this.mappings.close(late.signal);
    timer.cancel();
    this.#cutOff = this.functions.activeInvocations;
    await this.functions.close();
    this.queues.close();
    await this.#gateway.close(GRACE_MS);
    this.alarms.close();
    await this.metrics.close();
    await this.logs.flush();
  }
}
