import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap, type Place } from './heap.ts';

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
      const places: Place<Item>[] = [];
      for (const step of steps) {
        if ('add' in step) {
          places.push(heap.add({ rank: step.add }));
        } else {
          const [place] = places.splice(step.removeAt, 1);
          if (place) heap.remove(place);
        }
        const ranks = places.map(({ item }) => item.rank).sort((left, right) => left - right);
        expect(heap.size).toBe(places.length);
        expect(heap.first()?.rank).toBe(ranks[0]);
        expect(heap.least(count).map((item) => item.rank)).toEqual(ranks.slice(0, count));
      }
    }),
  );
});

test('removing what was removed before changes nothing', () => {
  const heap = new Heap<Item>((left, right) => left.rank < right.rank);
  const place = heap.add({ rank: 1 });
  heap.add({ rank: 2 });
  heap.remove(place);
  heap.remove(place);
  expect(heap.size).toBe(1);
  expect(heap.first()?.rank).toBe(2);
});
