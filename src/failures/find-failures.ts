import type { AwsClients } from './aws-clients.ts';
import { type FailureFilter, matchesFilter } from './choose-failures.ts';
import { byPosition, type Failure } from './failure.ts';
import type { Place } from './places.ts';
import { readBucket } from './s3-place.ts';
import { type Found, readQueue } from './sqs-place.ts';

/** The failures of some places that fit a filter, those that failed first in front. */
export async function findFailures(
  clients: AwsClients,
  places: readonly Place[],
  options: FailureFilter & { readonly signal?: AbortSignal | undefined } = {},
): Promise<Found & { readonly notChosen: number }> {
  const { signal, ...filter } = options;
  const found: Found[] = [];
  for (const place of places) {
    found.push(
      place.type === 'queue'
        ? await readQueue(clients, place.queueUrl, signal)
        : await readBucket(clients, { ...place, sinceMs: filter.sinceMs, signal }),
    );
  }
  const all = found.flatMap(({ failures }) => failures);
  const chosen = all.filter((failure) => matchesFilter(failure, filter));
  return {
    notChosen: all.length - chosen.length,
    failures: chosen.sort(byFailure),
    foreign: found.reduce((sum, { foreign }) => sum + foreign, 0),
    notes: found.flatMap(({ notes }) => notes),
  };
}

/** In front what failed first, then what stands first in its shard: the same at each listing. */
function byFailure(one: Failure, other: Failure): number {
  const order = one.failedAtMs - other.failedAtMs || byPosition(one, other);
  return order || (one.id < other.id ? -1 : 1);
}
