/** Exit status of a command that was told twice to end. */
const INTERRUPTED = 130;

/** Something that runs until it is done, or until the person who started it has enough. */
export interface Interruptible {
  /** Aborted at the first Ctrl-C, or polite kill. */
  readonly signal: AbortSignal;
  /** Ends it, because it has what it wanted. */
  stop(): void;
  /** Lets the process end, when all else has. */
  end(): void;
}

/**
 * Keeps the process alive, and turns Ctrl-C into a signal; who asks twice does not want to wait.
 */
export function interruptible(): Interruptible {
  const controller = new AbortController();
  // Timers of the clock keep no process alive; an open port does.
  const { port1 } = new MessageChannel();
  port1.on('message', () => {});
  const take = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(name);
    process.on(name, take);
  }
  return {
    signal: controller.signal,
    stop: () => controller.abort(),
    end: () => port1.close(),
  };
}
