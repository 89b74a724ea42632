import { byPosition, type Failure, streamArnOf } from './failure.ts';
import { type MessageOptions, redriveMessage } from './redrive-message.ts';
import { isDone, type RedriveResult } from './redrive-result.ts';

export interface RedriveOptions extends Omit<MessageOptions, 'stopped' | 'stop'> {
  readonly failures: readonly Failure[];
  /** How many shards are worked on at once. Within a shard, messages keep their order. */
  readonly concurrency: number;
  /** Aborted by whoever wants to stop: the sends under way are finished, no more are begun. */
  readonly signal?: AbortSignal | undefined;
  readonly onResult?: ((result: RedriveResult) => void) | undefined;
}

/**
 * Redrives messages and answers what became of each, in the order in which they were given. The
 * messages of one function and shard are worked on one after the other, from the oldest records on:
 * so a record that stands in two ranges is sent once, and records keep the order of their shard.
 */
export async function redrive(options: RedriveOptions): Promise<RedriveResult[]> {
  const { failures, signal, concurrency, onResult } = options;
  let stopReason: string | undefined;
  const messageOptions: MessageOptions = {
    ...options,
    stopped: () => stopReason ?? (signal?.aborted ? 'the redrive was stopped.' : undefined),
    stop: (reason) => {
      stopReason ??= reason;
    },
  };
  const results = new Map<Failure, RedriveResult>();
  const waiting = lanesOf(failures);
  const work = async () => {
    for (let lane = waiting.shift(); lane; lane = waiting.shift()) {
      for (const failure of lane) {
        const result = await redriveMessage(failure, messageOptions);
        results.set(failure, result);
        onResult?.(result);
      }
    }
  };
  const workers = Array.from({ length: Math.min(concurrency, waiting.length) }, work);
  await allOrFirstError(workers, (error) => messageOptions.stop(`${error}`));
  return failures.flatMap((failure) => results.get(failure) ?? []);
}

/** Whether anything was left that a person has to look after. */
export const isAnythingLeft = (results: readonly RedriveResult[]) => !results.every(isDone);

/** Waits for all workers, also when one fails: what is being sent is still written down. */
async function allOrFirstError(
  workers: readonly Promise<void>[],
  onError: (error: unknown) => void,
): Promise<void> {
  for (const worker of workers) worker.catch(onError);
  const settled = await Promise.allSettled(workers);
  const rejected = settled.find((result) => result.status === 'rejected');
  if (rejected) throw rejected.reason;
}

function lanesOf(failures: readonly Failure[]): Failure[][] {
  const lanes = new Map<string, Failure[]>();
  for (const failure of failures) {
    const key = `${streamArnOf(failure)} ${failure.shardId}`;
    const lane = lanes.get(key);
    if (lane) lane.push(failure);
    else lanes.set(key, [failure]);
  }
  return [...lanes.values()].map((lane) => lane.sort(byPosition));
}
