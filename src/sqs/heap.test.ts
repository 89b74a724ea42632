import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap } from './heap.ts';

interface Item {
  readonly rank: number;
}

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
      const heap = new Heap<Item>((left, right) => left.rank < right.rank);
      const items: Item[] = [];
      for (const step of steps) {
        if ('add' in step) {
          const item = { rank: step.add };
          items.push(item);
          heap.add(item);
        } else {
          const [item] = items.splice(step.removeAt, 1);
          if (item) expect(heap.remove(item)).toBe(true);
        }
        const ranks = items.map((item) => item.rank).sort((left, right) => left - right);
        expect(heap.size).toBe(items.length);
        expect(heap.first()?.rank).toBe(ranks[0]);
        expect(heap.least(count).map((item) => item.rank)).toEqual(ranks.slice(0, count));
      }
    }),
  );
});

test('removing what is not there changes nothing', () => {
  const heap = new Heap<Item>((left, right) => left.rank < right.rank);
  heap.add({ rank: 1 });
  expect(heap.remove({ rank: 1 })).toBe(false);
  expect(heap.size).toBe(1);
});
