import type { OpenWindow } from './tumbling-window.ts';

/** How far a shard has come, in one commit. */
export interface Progress {
  /** Everything up to this sequence number, inclusive, is finished; absent: nothing new is. */
  readonly sequenceNumber?: string;
  /** The tumbling window that is open then: null for none, absent to leave it as it is. */
  readonly openWindow?: OpenWindow | null;
}

/** What of these is there. */
export function progressOf({
  sequenceNumber,
  openWindow,
}: {
  readonly sequenceNumber?: string | undefined;
  readonly openWindow?: OpenWindow | null | undefined;
}): Progress {
  return {
    ...(sequenceNumber !== undefined && { sequenceNumber }),
    ...(openWindow !== undefined && { openWindow }),
  };
}
