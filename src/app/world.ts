import { cloudWatchService } from '../api/cloudwatch/service.ts';
import { iamService } from '../api/iam/service.ts';
import { kinesisService } from '../api/kinesis/service.ts';
import { lambdaService } from '../api/lambda/service.ts';
import { logsService } from '../api/logs/service.ts';
import type { Service } from '../api/operation.ts';
import { s3Service } from '../api/s3/service.ts';
import { snsService } from '../api/sns/service.ts';
import { sqsService } from '../api/sqs/service.ts';
import { stsService } from '../api/sts/service.ts';
import type { Clock } from '../clock/clock.ts';
import { EventSourceMappings } from '../event-source-mapping/mappings.ts';
import type { Pace } from '../event-source-mapping/pace.ts';
import { Iam } from '../iam/iam.ts';
import { Streams, type StreamsOptions } from '../kinesis/streams.ts';
import { ControlPlane } from '../lambda/control/control-plane.ts';
import type { Functions } from '../lambda/functions.ts';
import type { Alarms } from '../observe/alarms.ts';
import type { Events } from '../observe/events.ts';
import { LogGroups } from '../observe/log-groups.ts';
import { Metrics } from '../observe/metrics.ts';
import type { Random } from '../random/random.ts';
import { Buckets } from '../s3/buckets.ts';
import { Topics } from '../sns/topics.ts';
import { Queues } from '../sqs/queues.ts';
import type { Store } from '../store/store.ts';
import type { Sessions } from '../sts/sessions.ts';
import { alarmsOf } from './alarm-actions.ts';
import { Destinations } from './destinations.ts';
import { filterPolicies } from './filter-policies.ts';
import { functionPort } from './function-port.ts';
import { mappingPort, progressPort } from './progress-port.ts';
import { queueSamples } from './queue-samples.ts';
import { readPackage } from './read-package.ts';
import { sessionsOf } from './role-sessions.ts';
import { tellingStoreErrors } from './store-errors.ts';
import { streamPort } from './stream-port.ts';
import { streamSamples } from './stream-samples.ts';
import { topicDeliveries } from './topic-deliveries.ts';

export interface WorldOptions {
  readonly store: Store;
  readonly events: Events;
  readonly clock: Clock;
  /** See `Time`. */
  readonly sandboxClock: Clock;
  readonly random: Random;
  readonly pace: Pace;
  /** Whether shards are held to what they take and give on AWS. */
  readonly limits?: StreamsOptions['limits'];
  /** Where clients reach this world, for example `http://127.0.0.1:4566`. */
  readonly endpoint: () => string;
  /** What functions sign their calls with, where that is verified. */
  readonly functionSecret?: string | undefined;
  /** The folder below which the code of functions and layers is unpacked. */
  readonly packagesDirectory: string;
}

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
  readonly iam: Iam;
  readonly sessions: Sessions;
  readonly functions: Functions;
  readonly lambda: ControlPlane;
  readonly mappings: EventSourceMappings;
  /** Everything above as AWS's clients know it. */
  readonly services: readonly Service[];
  #cutOff = 0;

  constructor({ store, clock, events, random, pace, ...options }: WorldOptions) {
    const { sandboxClock, limits, packagesDirectory, endpoint } = options;
    const { functionSecret: secretAccessKey } = options;
    this.events = events;
    const onUse = () => this.metrics.measure();
    this.streams = new Streams({ store, clock, random, events, limits, onUse });
    this.queues = new Queues({ store, clock, random, events, onUse });
    const functions = () => this.functions;
    const deliveries = topicDeliveries({ queues: this.queues, functions, events });
    const filters = filterPolicies();
    this.topics = new Topics({ store, clock, random, events, filters, ...deliveries });
    this.buckets = new Buckets({ store, clock, random });
    this.iam = new Iam({ store, clock, random });
    this.sessions = sessionsOf({ store, clock, random, iam: this.iam });
    this.logs = new LogGroups({ store, clock });
    const wantsEventCount = (mappingId: string) => this.mappings.wantsEventCount(mappingId);
    const { meters } = this.streams;
    const measures = [queueSamples(this.queues), streamSamples(meters)];
    const minuteSamples = (endMs: number) => measures.flatMap((samples) => [...samples(endMs)]);
    this.metrics = new Metrics({ store, clock, events, wantsEventCount, minuteSamples });
    this.alarms = alarmsOf({ store, clock, events, metrics: this.metrics, topics: this.topics });
    const { logs } = this;
    this.lambda = new ControlPlane({
      ...{ store, random, events, logs, endpoint, secretAccessKey, packagesDirectory },
      ...{ clock: sandboxClock, logClock: clock, controlClock: clock },
      readObject: readPackage(this.buckets),
    });
    this.functions = this.lambda.functions;
    const { queues, topics, buckets } = this;
    const destinations = new Destinations({ queues, topics, buckets, random });
    const ports = {
      stream: streamPort(this.streams, events),
      function: functionPort(this.functions),
      progress: progressPort(store, destinations),
      mappings: mappingPort(store),
    };
    this.mappings = new EventSourceMappings({ clock, random, events, pace, ports });
    this.services = [
      kinesisService(this.streams),
      sqsService(this.queues),
      lambdaService(this.lambda, { mappings: this.mappings, newId: () => random.uuid() }),
      logsService(this.logs),
      cloudWatchService(this.metrics, this.alarms),
      snsService(this.topics),
      s3Service(this.buckets),
      iamService(this.iam),
      stsService(this.sessions),
    ].map((service) => tellingStoreErrors(service, events));
  }

  /** How many invocations were still under way when `close` had waited long enough. */
  get cutOff(): number {
    return this.#cutOff;
  }

  /**
   * Stops what goes on by itself: batches under way are brought to their end until `late` is aborted,
   * then sandboxes; whoever waits at a queue is woken.
   */
  async stop(late: AbortSignal): Promise<void> {
    await this.mappings.close(late);
    this.#cutOff = this.functions.activeInvocations;
    await this.functions.close();
    this.queues.close();
    this.alarms.close();
  }

  /** Stores what is stored behind the others' backs; to be called when no call is under way. */
  async flush(): Promise<void> {
    await this.metrics.close();
    await this.logs.flush();
  }
}
