import type { Key } from './store.ts';

/** How many large values there are at any time. */
const LARGE = 30;

/** What commit `count` changes; without a value, what it removes. */
export function changesOf(count: number): [Key, unknown?][] {
  return [
    [['count'], count],
    [['large', count], Buffer.alloc(600 + ((count * 977) % 9000), count % 256)],
    [['small', count % 40], { count }],
    ...(count > LARGE ? [[['large', count - LARGE]] as [Key]] : []),
  ];
}

/** All that there is after commit `count`, by key. */
export function stateAfter(count: number): Map<string, unknown> {
  const state = new Map<string, unknown>();
  for (let commit = Math.max(1, count - 40 - LARGE); commit <= count; commit++) {
    for (const [key, value] of changesOf(commit)) {
      if (value === undefined) state.delete(JSON.stringify(key));
      else state.set(JSON.stringify(key), value);
    }
  }
  return state;
}
