import type { Scope } from '../aws/scope.ts';
import type { NewLogEvent } from './log-entries.ts';
import type { StreamName } from './log-queries.ts';

/** Events that go to one stream. */
export interface Append {
  readonly scope: Scope;
  readonly name: StreamName;
  readonly events: readonly NewLogEvent[];
}

/** What is committed together, and how those who wait for it are told. */
export class LogBatch {
  /** Settles as the commit does. */
  readonly committed: Promise<void>;
  readonly #appends: Append[] = [];
  #settle!: (commit: Promise<void>) => void;

  constructor() {
    this.committed = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  add(append: Append): void {
    this.#appends.push(append);
  }

  /** Called once, when nothing is added any more. */
  commit(write: (appends: readonly Append[]) => Promise<void>): void {
    this.#settle(write(this.#gathered()));
  }

  /** What was added, joined where it goes to the same stream. */
  #gathered(): Append[] {
    const gathered = new Map<string, { append: Append; events: NewLogEvent[] }>();
    for (const append of this.#appends) {
      const { scope, name } = append;
      const key = [scope.account, scope.region, name.group, name.stream].join('\0');
      const known = gathered.get(key);
      if (known) known.events.push(...append.events);
      else gathered.set(key, { append, events: [...append.events] });
    }
    return [...gathered.values()].map(({ append, events }) => ({ ...append, events }));
  }
}
