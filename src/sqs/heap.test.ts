import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap } from './heap.ts';

interface Item {
  readonly rank: number;
  position: number;
}

const item = (rank: number): Item => ({ rank, position: -1 });
const createHeap = () =>
  new Heap<Item>((left, right) => left.rank < right.rank, {
    positionOf: ({ position }) => position,
    move: (moved, position) => {
      moved.position = position;
    },
  });

const commands = fc.array(
  fc.oneof(
    fc.record({ add: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ removeAt: fc.nat(30) }),
  ),
  { maxLength: 80 },
);

test('a heap knows its least items after any adding and removing', () => {
  fc.assert(
    fc.property(commands, fc.nat(12), (steps, count) => {
      const heap = createHeap();
      const items: Item[] = [];
      for (const step of steps) {
        if ('add' in step) {
          const added = item(step.add);
          items.push(added);
          heap.add(added);
        } else {
          const [removed] = items.splice(step.removeAt, 1);
          if (removed) heap.remove(removed);
        }
        const ranks = items.map(({ rank }) => rank).sort((left, right) => left - right);
        expect(heap.size).toBe(items.length);
        expect(heap.first()?.rank).toBe(ranks[0]);
        expect(heap.least(count).map(({ rank }) => rank)).toEqual(ranks.slice(0, count));
      }
    }),
  );
});

test('removing what was removed before changes nothing', () => {
  const heap = createHeap();
  const removed = item(1);
  heap.add(removed);
  heap.add(item(2));
  heap.remove(removed);
  expect(heap.has(removed)).toBe(false);
  heap.remove(removed);
  expect(heap.size).toBe(1);
  expect(heap.first()?.rank).toBe(2);
});
