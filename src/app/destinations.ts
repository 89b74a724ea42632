import { type Arn, parseArn } from '../aws/arn.ts';
import type { ShardOfMapping } from '../event-source-mapping/ports.ts';
import { objectKey, withPayload } from '../event-source-mapping/s3-failure-record.ts';
import type { Random } from '../random/random.ts';
import type { Buckets } from '../s3/buckets.ts';
import { S3Error } from '../s3/s3-error.ts';
import { TopicError } from '../sns/topic-error.ts';
import type { Topics } from '../sns/topics.ts';
import { QueueError } from '../sqs/queue-error.ts';
import type { Queues } from '../sqs/queues.ts';
import type { Transaction } from '../store/store.ts';

/** A failure record on its way. */
export interface Delivery {
  readonly destinationArn: string;
  readonly failureRecord: string;
  /** The event that the function was given; only some destinations get it. */
  readonly event: () => string;
  readonly shard: ShardOfMapping;
}

interface Destination {
  exists(arn: Arn): boolean;
  deliver(transaction: Transaction, delivery: Delivery, arn: Arn): void;
}

export interface DestinationServices {
  readonly queues: Queues;
  readonly topics: Topics;
  readonly buckets: Buckets;
  readonly random: Random;
}

/** Where failure records can go in this world, by the service that the ARN names. */
export class Destinations {
  readonly #byService: ReadonlyMap<string, Destination>;

  constructor({ queues, topics, buckets, random }: DestinationServices) {
    const byService: Readonly<Record<string, Destination>> = {
      sqs: {
        exists: (arn) => queues.hasQueue(arn, arn.resource),
        deliver: (transaction, { destinationArn, failureRecord }) => {
          queues.enqueue(transaction, destinationArn, failureRecord);
        },
      },
      sns: {
        exists: (arn) => topics.hasTopic(arn, arn.resource),
        deliver: (transaction, { destinationArn, failureRecord }) => {
          topics.publishIn(transaction, destinationArn, { message: failureRecord });
        },
      },
      s3: {
        exists: (arn) => buckets.hasBucket(arn.resource),
        deliver: (transaction, { failureRecord, event, shard }, arn) => {
          const bytes = Buffer.from(withPayload(failureRecord, event()));
          const key = objectKey(failureRecord, { ...shard, uuid: random.uuid() });
          buckets.putIn(transaction, arn.resource, { key, bytes });
        },
      },
    };
    this.#byService = new Map(Object.entries(byService));
  }

  /** Why failure records cannot go there; undefined when they can. */
  refusal(destinationArn: string): string | undefined {
    const arn = parseArn(destinationArn);
    const destination = arn && this.#byService.get(arn.service);
    if (!arn || !destination) {
      return `${destinationArn} cannot be an on-failure destination here: use SQS, SNS or S3.`;
    }
    if (arn.service !== 's3' && arn.resource.endsWith('.fifo')) {
      return `${destinationArn} is a FIFO resource, which AWS does not accept as a destination.`;
    }
    return destination.exists(arn) ? undefined : `There is no ${destinationArn}.`;
  }

  /** Delivers as part of a transaction. Throws when the destination refuses; see `isRefusal`. */
  deliver(transaction: Transaction, delivery: Delivery): void {
    const arn = parseArn(delivery.destinationArn);
    const destination = arn && this.#byService.get(arn.service);
    if (!arn || !destination) throw new QueueError('QueueDoesNotExist', 'No such destination.');
    destination.deliver(transaction, delivery, arn);
  }

  /** Whether an error is the destination's own refusal, and not a fault of the store. */
  isRefusal(error: unknown): error is Error {
    return [QueueError, TopicError, S3Error].some((type) => error instanceof type);
  }
}
