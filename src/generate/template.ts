import type { Faker } from '@faker-js/faker';
import { ownOf } from '../aws/own.ts';
import { fakerFunction, loadFaker } from './faker-functions.ts';
import { GenerateError } from './generate-error.ts';
import { OWN_FUNCTIONS } from './own-functions.ts';
import { type Part, type Placeholder, parseTemplate, templateError } from './parse-template.ts';
import { GONE_FUNCTIONS, RENAMED_FUNCTIONS } from './renamed-functions.ts';
import type { Produce, TemplateWorld } from './template-function.ts';

/** Makes the text for the record of that index, counted from 0. */
export type Template = (index: number) => string;

/**
 * Compiles a template once: names are looked up and arguments checked, by making one record. A
 * template is a stranger's text; it is never evaluated as a program.
 *
 * @throws GenerateError `TemplateInvalid`, with line and column
 */
export async function compileTemplate(text: string, world: TemplateWorld): Promise<Template> {
  const parts = onOneLine(parseTemplate(text));
  const faker = parts.some(needsFaker) ? await loadFaker(world) : undefined;
  const produces = parts.map((part) =>
    typeof part === 'string' ? part : producer(part, { text, world, faker }),
  );
  const make = (index: number) => {
    let record = '';
    for (const produce of produces) {
      record += typeof produce === 'string' ? produce : textOf(produce(index));
    }
    return record;
  };
  return (index) => {
    try {
      return make(index);
    } catch (error) {
      // What chance made of the arguments this time did not please faker.js.
      const message = `Record ${index + 1}: ${(error as Error).message}`;
      throw new GenerateError('TemplateInvalid', message, { cause: error });
    }
  };
}

/**
 * A record is one line, however its template is laid out: as the Kinesis Data Generator does, line
 * breaks are left out, and what surrounds the whole.
 */
function onOneLine(parts: readonly Part[]): Part[] {
  return parts.map((part, index) => {
    if (typeof part !== 'string') return part;
    const line = part.replaceAll(/\r?\n/g, '');
    const started = index === 0 ? line.trimStart() : line;
    return index === parts.length - 1 ? started.trimEnd() : started;
  });
}

function needsFaker(part: Part): boolean {
  return typeof part !== 'string' && !Object.hasOwn(OWN_FUNCTIONS, part.name);
}

interface Setting {
  readonly text: string;
  readonly world: TemplateWorld;
  readonly faker: Faker | undefined;
}

function producer({ name, args, offset }: Placeholder, setting: Setting): Produce {
  const { text, world } = setting;
  const fail = (what: string) => templateError(text, offset, what);
  const make = Object.hasOwn(OWN_FUNCTIONS, name)
    ? OWN_FUNCTIONS[name]
    : fromFaker(name, setting.faker);
  if (!make) throw fail(unknown(name));
  try {
    const produce = make(args, world);
    produce(0);
    return produce;
  } catch (error) {
    throw fail(`${name}: ${(error as Error).message}.`.replace(/\.\.$/, '.'));
  }
}

function fromFaker(name: string, faker: Faker | undefined) {
  if (!faker) return undefined;
  const renamed = RENAMED_FUNCTIONS.get(name);
  const found = fakerFunction(faker, renamed?.name ?? name);
  if (!found || !renamed) return found;
  const translate = renamed.args ?? (() => []);
  return ((args, world) => found(translate(args), world)) satisfies typeof found;
}

function unknown(name: string): string {
  const instead = ownOf(GONE_FUNCTIONS, name);
  if (instead !== undefined) return `there is no ${name} here; ${instead} comes closest.`;
  return `there is no function ${name}. docs/generate.md lists them.`;
}

/** Texts as they are, times in ISO 8601, arrays and objects as JSON. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}
