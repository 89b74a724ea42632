import { closeSync, openSync, readSync } from 'node:fs';

export interface DeliveredRecord {
  readonly sequenceNumber: string;
  readonly id: string;
  readonly partitionKey: string;
}

/** One invocation, as its handler wrote it down. */
export interface Delivery {
  /** Which start of the server it came from. */
  readonly run: number;
  readonly requestId: string;
  readonly shardId: string;
  readonly records: readonly DeliveredRecord[];
  /** `ok`, `error`, or the lowest sequence number reported as failed; absent: never answered. */
  outcome?: string;
}

interface Line {
  readonly type: 'begin' | 'end';
  readonly run: number;
  readonly requestId: string;
  readonly shardId: string;
  readonly records: readonly (readonly [string, string, string])[];
  readonly outcome: string;
}

/** What the handlers of one function wrote down, read as it grows. */
export class DeliveryLog {
  /** In the order in which they began. */
  readonly deliveries: Delivery[] = [];
  readonly #file: string;
  readonly #open = new Map<string, Delivery>();
  #offset = 0;
  #rest = '';

  constructor(file: string) {
    this.#file = file;
  }

  /** Reads what was added since the last call. */
  read(): void {
    const lines = (this.#rest + this.#added()).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const text of lines) {
      const line = parse(text);
      if (line) this.#take(line);
    }
  }

  #take({ type, records, outcome, ...line }: Line): void {
    if (type === 'begin') {
      const delivery = {
        ...line,
        records: records.map(([sequenceNumber, id, partitionKey]) => ({
          sequenceNumber,
          id,
          partitionKey,
        })),
      };
      this.deliveries.push(delivery);
      this.#open.set(line.requestId, delivery);
    } else {
      const delivery = this.#open.get(line.requestId);
      if (delivery) delivery.outcome = outcome;
    }
  }

  #added(): string {
    let file: number;
    try {
      file = openSync(this.#file, 'r');
    } catch {
      return ''; // nothing was delivered so far
    }
    const chunks: Buffer[] = [];
    for (;;) {
      const chunk = Buffer.alloc(1 << 16);
      const length = readSync(file, chunk, { position: this.#offset });
      if (length === 0) break;
      this.#offset += length;
      chunks.push(chunk.subarray(0, length));
    }
    closeSync(file);
    return Buffer.concat(chunks).toString('latin1');
  }
}

/** Undefined for an empty line, and for one whose writer was killed in the middle of it. */
function parse(text: string): Line | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
