import type { Faker } from '@faker-js/faker';
import {
  MOST_OF_ANYTHING,
  type TemplateFunction,
  type TemplateWorld,
} from './template-function.ts';

/** The parts of faker.js that a template may use; its helpers mostly take functions. */
const MODULES = new Set([
  ...['airline', 'animal', 'book', 'color', 'commerce', 'company', 'database', 'datatype', 'date'],
  ...['finance', 'food', 'git', 'hacker', 'image', 'internet', 'location', 'lorem', 'music'],
  ...['number', 'person', 'phone', 'science', 'string', 'system', 'vehicle', 'word'],
]);
const HELPERS = new Set(['arrayElement', 'arrayElements', 'replaceSymbols', 'shuffle', 'slugify']);

/** Numbers that are values here, not sizes of what is made. */
const TAKES_ANY_NUMBER = /^(number|location)\.|^(finance\.amount|commerce\.price)$|^date\./;

/**
 * A faker of the current faker.js, in English, that repeats itself with the seed of `random`, and
 * takes `clock`'s time for now. Loaded only when a template needs it.
 */
export async function loadFaker({ random, clock }: TemplateWorld): Promise<Faker> {
  const { Faker, base, en } = await import('@faker-js/faker');
  const randomizer = { next: () => random.fraction(), seed: () => {} };
  const faker = new Faker({ locale: [en, base], randomizer });
  faker.setDefaultRefDate(() => new Date(clock.now()));
  return faker;
}

/**
 * The function of faker.js of that name, if a template may use it. Names are looked up, never
 * evaluated: `constructor` and its like are no functions of faker.js.
 */
export function fakerFunction(faker: Faker, name: string): TemplateFunction | undefined {
  const [moduleName = '', functionName = '', ...more] = name.split('.');
  const isAllowed =
    MODULES.has(moduleName) || (moduleName === 'helpers' && HELPERS.has(functionName));
  if (!isAllowed || more.length > 0) return undefined;
  const module = faker[moduleName as 'person'] as unknown as Record<string, unknown>;
  const call = isMethod(module, functionName) ? module[functionName] : undefined;
  if (typeof call !== 'function') return undefined;
  return (args) => {
    if (!TAKES_ANY_NUMBER.test(name)) checkSizes(args);
    else checkSizes(args.map((arg) => (arg as { count?: unknown } | null)?.count));
    return () => call.apply(module, args);
  };
}

/** Its own, or of a class that it is of; not what every object has. */
function isMethod(module: object, name: string): boolean {
  if (name === 'constructor' || name.startsWith('_') || name in Object.prototype) return false;
  return name in module;
}

/** @throws Error for a number anywhere in the arguments that asks for too much of something */
function checkSizes(value: unknown): void {
  if (typeof value === 'number' && Math.abs(value) > MOST_OF_ANYTHING) {
    throw new Error(`${value} is more than may be asked for (${MOST_OF_ANYTHING})`);
  }
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(checkSizes);
}
