import type { Removed, Slot } from './slot.ts';

type NamedSlot = readonly [string, Slot | Removed];

/**
 * Walks several layers as one, in the order of their names. Where more than one has a name, the
 * first of them counts; a name that it has removed is not there. Whoever stops early has every layer
 * told: LMDB keeps the pages that a walk might still come to, for as long as it is not ended.
 */
export function* mergedRange(
  layers: readonly Iterable<NamedSlot>[],
  reverse: boolean,
): Iterable<[string, Slot]> {
  const iterators = layers.map((layer) => layer[Symbol.iterator]());
  try {
    const heads = iterators.map((iterator) => next(iterator));
    for (;;) {
      let first: NamedSlot | undefined;
      for (const head of heads) {
        if (head && (!first || (reverse ? head[0] > first[0] : head[0] < first[0]))) first = head;
      }
      if (!first) return;
      const [name, slot] = first;
      if (slot) yield [name, slot];
      for (const [index, head] of heads.entries()) {
        if (head?.[0] === name) heads[index] = next(iterators[index] as Iterator<NamedSlot>);
      }
    }
  } finally {
    for (const iterator of iterators) iterator.return?.();
  }
}

function next(iterator: Iterator<NamedSlot>): NamedSlot | undefined {
  const { done, value } = iterator.next();
  return done ? undefined : value;
}
