import type { Clock } from '../clock/clock.ts';
import type { Random } from '../random/random.ts';

/** What functions of templates draw on. */
export interface TemplateWorld {
  readonly random: Random;
  readonly clock: Clock;
}

/** Makes a value for the record of that index, counted from 0. */
export type Produce = (index: number) => unknown;

/**
 * A function of templates: its arguments are looked at once, and what it answers is called for
 * each record.
 *
 * @throws Error when the arguments are not what it takes
 */
export type TemplateFunction = (args: readonly unknown[], world: TemplateWorld) => Produce;

/** How many of something (words, characters) may be asked for: a template may be a stranger's. */
export const MOST_OF_ANYTHING = 10_000;

/** The members of an argument that is an object. @throws Error when it is anything else */
export function optionsOf(argument: unknown): Readonly<Record<string, unknown>> {
  if (argument === undefined) return {};
  if (typeof argument === 'object' && argument !== null && !Array.isArray(argument)) {
    return argument as Record<string, unknown>;
  }
  throw new Error(`an object is expected, not ${JSON.stringify(argument)}`);
}

/** @throws Error when a value is there and no finite number */
export function numberOf(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Error(`a number is expected, not ${JSON.stringify(value)}`);
}

/** A number of characters or elements. @throws Error unless it is a whole one within bounds */
export function countOf(value: unknown, otherwise: number): number {
  const count = numberOf(value, otherwise);
  if (Number.isInteger(count) && count >= 0 && count <= MOST_OF_ANYTHING) return count;
  throw new Error(`a whole number from 0 to ${MOST_OF_ANYTHING} is expected, not ${count}`);
}

/** @throws Error unless it is an array that is not empty */
export function elementsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw new Error(`an array of at least one element is expected, not ${JSON.stringify(value)}`);
}
