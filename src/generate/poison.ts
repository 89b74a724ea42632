import type { Random } from '../random/random.ts';
import { GenerateError } from './generate-error.ts';

/** A way to spoil the text of a record; undefined where there is nothing to spoil that way. */
type Mutation = (text: string, random: Random) => string | undefined;

/** Cut in half: no consumer that expects JSON can read it. */
const truncate: Mutation = (text) => text.slice(0, Math.floor(text.length / 2));

/** One member that is a number becomes a text, or the other way round. */
const retype: Mutation = (text, random) =>
  changed(text, random, (object, name) => {
    const value = object[name];
    object[name] = typeof value === 'string' ? value.length : String(value);
  });

/** One member is missing. */
const drop: Mutation = (text, random) =>
  changed(text, random, (object, name) => {
    delete object[name];
  });

const MUTATIONS = { truncate, retype, drop };

export type MutationName = keyof typeof MUTATIONS;

export const MUTATION_NAMES = Object.keys(MUTATIONS) as MutationName[];

/** A function that spoils the text of a record; it is tried on a sample. @throws GenerateError */
export function mutation(name: MutationName, sample: string, random: Random) {
  const mutate = MUTATIONS[name];
  if (mutate(sample, random) === undefined) {
    const what = `--poison-mutation ${name} changes a number or text of a JSON object`;
    throw new GenerateError('SettingInvalid', `${what}; this template does not make one.`);
  }
  // A record without such a member, in a template that makes different ones, is cut instead.
  return (text: string) => mutate(text, random) ?? (truncate(text, random) as string);
}

/** Changes a number or text among the members of an object in JSON, chosen by chance. */
function changed(
  text: string,
  random: Random,
  change: (object: Record<string, unknown>, name: string) => void,
): string | undefined {
  const object = jsonObject(text);
  if (!object) return undefined;
  const names = Object.keys(object).filter((name) => /string|number/.test(typeof object[name]));
  const name = names[Math.floor(random.fraction() * names.length)];
  if (name === undefined) return undefined;
  change(object, name);
  return JSON.stringify(object);
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
