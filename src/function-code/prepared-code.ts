import type { Clock } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';

export interface PrepareOptions {
  /** The folder of the template, from which its paths start. */
  readonly templateDirectory: string;
  /** Where bundles and inline code are written, in a folder for each function. */
  readonly buildDirectory: string;
  readonly clock: Clock;
  readonly events: Events;
}

/** Code that a sandbox can run. */
export interface PreparedCode {
  /** What would be in `/var/task` on AWS. */
  readonly codeDirectory: string;
  /**
   * Calls back each time the code has changed and is ready again; mistakes in between are told by
   * `warning` events, and the last code that was right stays. So is what the callback throws, or
   * rejects with. Answers how to stop.
   */
  watch(onChange: () => void | Promise<void>): () => void;
  /** Stops watching, and removes what was written. */
  dispose(): void;
}
