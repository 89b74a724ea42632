const PREFIX_BYTES = 4;

/** A message with its length in front. */
export function encodeFrame(bytes) {
  const frame = Buffer.allocUnsafe(PREFIX_BYTES + bytes.length);
  frame.writeUInt32LE(bytes.length);
  bytes.copy(frame, PREFIX_BYTES);
  return frame;
}

/** Calls `use` with each whole message of what `take` is given. */
export class FrameReader {
  #chunks = [];
  #bytes = 0;
  #use;

  constructor(use) {
    this.#use = use;
  }

  take = (chunk) => {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    for (;;) {
      if (this.#bytes < PREFIX_BYTES) return;
      if (this.#chunks[0].length < PREFIX_BYTES) this.#chunks = [Buffer.concat(this.#chunks)];
      const total = PREFIX_BYTES + this.#chunks[0].readUInt32LE();
      if (this.#bytes < total) return;
      const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
      this.#chunks = all.length > total ? [all.subarray(total)] : [];
      this.#bytes -= total;
      this.#use(all.subarray(PREFIX_BYTES, total));
    }
  };
}
