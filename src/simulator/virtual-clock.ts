import type { Clock, Timer } from '../clock/clock.ts';

/** A call that is pending, and the handle to cancel it. */
class Call implements Timer {
  readonly atMs: number;
  readonly order: number;
  callback: (() => void) | undefined;

  constructor(atMs: number, order: number, callback: () => void) {
    this.atMs = atMs;
    this.order = order;
    this.callback = callback;
  }

  cancel(): void {
    this.callback = undefined;
  }
}

/** A clock that goes from one call to the next, however many are pending (a binary heap). */
export class VirtualClock implements Clock {
  readonly #heap: Call[] = [];
  #nowMs: number;
  #order = 0;

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  at(atMs: number, callback: () => void): Timer {
    const call = new Call(atMs, this.#order++, callback);
    this.#rise(call);
    return call;
  }

  /** Makes the next call; false when there is none. */
  next(): boolean {
    for (let call = this.#takeFirst(); call; call = this.#takeFirst()) {
      if (!call.callback) continue;
      this.#nowMs = Math.max(this.#nowMs, call.atMs);
      call.callback();
      return true;
    }
    return false;
  }

  /** Goes ahead by `ms` and makes no call: those that were due in between come late. */
  jump(ms: number): void {
    this.#nowMs += ms;
  }

  #rise(call: Call): void {
    const heap = this.#heap;
    let at = heap.push(call) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(call, heap[parent] as Call)) break;
      heap[at] = heap[parent] as Call;
      at = parent;
    }
    heap[at] = call;
  }

  #takeFirst(): Call | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || last === first) return first;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      const right = heap[child + 1];
      if (right && isBefore(right, heap[child] as Call)) child++;
      if (!isBefore(heap[child] as Call, last)) break;
      heap[at] = heap[child] as Call;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(one: Call, other: Call): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}
