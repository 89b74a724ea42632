const kept = [];

/** Keeps so many megabytes more, and takes long enough that the memory is looked at again. */
export async function handler({ megabytes }) {
  const startedMs = performance.now();
  kept.push(Buffer.alloc(megabytes * 2 ** 20, 1));
  while (performance.now() - startedMs < 20);
}
