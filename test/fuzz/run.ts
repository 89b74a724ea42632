import { type Finding, type HistoryOptions, REQUESTS_OF_A_HISTORY, runHistory } from './history.ts';

/** So many histories go on at once: while one waits for an answer, others use the processor. */
const AT_ONCE = 4;

/** Runs histories with seeds one after the other, until something is found. */
export async function runHistories({
  requests,
  first,
  onError,
}: Pick<HistoryOptions, 'onError'> & {
  readonly requests: number;
  readonly first: number;
}): Promise<Finding | undefined> {
  const last = first + Math.ceil(requests / REQUESTS_OF_A_HISTORY);
  let next = first;
  let found: Finding | undefined;
  const work = async () => {
    while (next < last && !found) found ??= await runHistory({ seed: next++, onError });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}
