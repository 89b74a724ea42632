import type { Clock } from '../clock/clock.ts';
import { Alarms } from '../observe/alarms.ts';
import type { Events } from '../observe/events.ts';
import type { Metrics } from '../observe/metrics.ts';
import { TopicError } from '../sns/topic-error.ts';
import type { Topics } from '../sns/topics.ts';
import type { Store } from '../store/store.ts';

interface Surroundings {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: Events;
  readonly metrics: Metrics;
  readonly topics: Topics;
}

/** The alarms of a world, which tell its topics when they go over to another state. */
export function alarmsOf({ topics, events, ...world }: Surroundings): Alarms {
  return new Alarms({
    ...world,
    notify: (transaction, topicArn, notification) => {
      topics.publishIn(transaction, topicArn, notification);
    },
    isRefusal: (error) => error instanceof TopicError,
    onProblem: (message) => events.emit('warning', { message }),
  });
}
