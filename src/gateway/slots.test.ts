import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Slots } from './slots.ts';

test('slots hold what was added and not removed, however it comes and goes', () => {
  const steps = fc.array(fc.option(fc.nat(20), { nil: 'add' as const }), { maxLength: 100 });
  fc.assert(
    fc.property(steps, (all) => {
      const slots = new Slots<number>();
      const held: { readonly item: number; readonly slot: number }[] = [];
      for (const [item, step] of all.entries()) {
        if (step === 'add') held.push({ item, slot: slots.add(item) });
        else for (const { slot } of held.splice(step, 1)) slots.remove(slot);
        const items = held.map((each) => each.item);
        expect(slots.size).toBe(items.length);
        expect(slots.items().sort((left, right) => left - right)).toEqual(items);
      }
    }),
  );
});
