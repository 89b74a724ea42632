import type { Delivery } from '../delivery-log.ts';

/**
 * Which lane a partition key belongs to, as far as it shows from outside: keys that were ever in one
 * batch share a lane. A key that never met another one counts as a lane of its own.
 */
export class Lanes {
  readonly count: number;
  readonly #next = new Map<string, string>();

  constructor(deliveries: readonly Delivery[], count: number) {
    this.count = count;
    for (const { records } of deliveries) {
      const first = records[0]?.partitionKey ?? '';
      for (const { partitionKey } of records) this.#join(first, partitionKey);
    }
  }

  of(partitionKey: string): string {
    if (this.count === 1) return '';
    let key = partitionKey;
    for (let next = this.#next.get(key); next !== undefined; next = this.#next.get(key)) key = next;
    return key;
  }

  #join(one: string, other: string): void {
    const [first, second] = [this.of(one), this.of(other)];
    if (first !== second) this.#next.set(second, first);
  }
}
