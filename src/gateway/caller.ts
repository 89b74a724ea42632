/** Whoever waits for an answer, until they go away or the server stops. */
export class Caller {
  #controller: AbortController | undefined;
  #isGone = false;

  /** Nobody waits any more. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Tells when nobody waits any more. Made when asked for, as few operations wait for anything. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isGone) this.#controller.abort();
    return this.#controller.signal;
  }

  leave(): void {
    this.#isGone = true;
    this.#controller?.abort();
  }
}
