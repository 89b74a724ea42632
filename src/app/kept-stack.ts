import type { Key, Reader, Store } from '../store/store.ts';

/*
 * What is kept of the stacks whose resources are in a folder:
 *
 *   stack                  the name of the one that was started last
 *   stack-mappings, name   the UUIDs of the event source mappings that its template had then
 */
const STACK: Key = ['stack'];
const mappingsKey = (name: string): Key => ['stack-mappings', name];

/** A stack as it was started last. */
export interface KeptStack {
  readonly name: string;
  readonly mappings: readonly string[];
}

/** The name of the stack that was started last, whichever that was. */
export const lastStack = (reader: Reader): string | undefined => reader.get<string>(STACK);

/** The mappings that a stack had when it was started last. */
export const mappingsOf = (reader: Reader, name: string): readonly string[] =>
  reader.get<readonly string[]>(mappingsKey(name)) ?? [];

export function keepStack(store: Store, { name, mappings }: KeptStack): Promise<void> {
  return store.transact((transaction) => {
    transaction.put(STACK, name);
    transaction.put(mappingsKey(name), [...mappings]);
  });
}
