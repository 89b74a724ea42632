import { KinesisError } from './kinesis-error.ts';
import { LIMITS } from './limits.ts';

export type Tags = Readonly<Record<string, string>>;

export interface TagChange {
  readonly set?: Tags | undefined;
  readonly remove?: readonly string[] | undefined;
}

/**
 * The tags of a stream after a change.
 *
 * @throws KinesisError InvalidArgument when there would be more than 50
 */
export function changeTags(
  before: Tags,
  { set = {}, remove = [] }: TagChange,
  { streamName, account }: { streamName: string; account: string },
): Tags {
  const removed = new Set(remove);
  const tags = Object.entries({ ...before, ...set }).filter(([key]) => !removed.has(key));
  if (tags.length <= LIMITS.tags) return Object.fromEntries(tags);
  // The text was observed on AWS while the limit was 10.
  throw new KinesisError(
    'InvalidArgument',
    `Failed to add tags to stream ${streamName} under account ${account} because a given ` +
      `stream cannot have more than ${LIMITS.tags} tags associated with it.`,
  );
}
