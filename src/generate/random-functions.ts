import type { Random } from '../random/random.ts';
import {
  countOf,
  elementsOf,
  numberOf,
  optionsOf,
  type TemplateFunction,
} from './template-function.ts';

const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';

/** A whole number from 0 up to, and without, `below`. */
const below = (random: Random, limit: number) => Math.floor(random.fraction() * limit);

/** `count` times a number of 0 to 255. */
const bytes = (random: Random, count: number) =>
  Array.from({ length: count }, () => below(random, 256));

/** Both ends included, in steps of `precision`. @throws Error when there is no such number */
function numbers(random: Random, range: { min: number; max: number; precision: number }) {
  const { min, max, precision } = range;
  if (max < min) throw new Error(`max (${max}) is less than min (${min})`);
  if (precision <= 0) throw new Error('precision is a number greater than 0');
  const steps = Math.floor((max - min) / precision + 1e-9) + 1;
  const digits = Math.min(20, /e-(\d+)$/.test(`${precision}`) ? 20 : decimals(precision));
  if (Number.isInteger(precision) && Number.isInteger(min)) {
    return () => min + below(random, steps) * precision;
  }
  return () =>
    Number((min + below(random, steps) * precision).toFixed(Math.max(digits, decimals(min))));
}

const decimals = (value: number) => (String(value).split('.')[1] ?? '').length;

const number: TemplateFunction = ([argument], { random }) => {
  const options = typeof argument === 'number' ? { max: argument } : optionsOf(argument);
  const min = numberOf(options.min, 0);
  const max = numberOf(options.max, 99_999);
  return numbers(random, { min, max, precision: numberOf(options.precision, 1) });
};

const float: TemplateFunction = ([argument], { random }) => {
  const options = typeof argument === 'number' ? { precision: argument } : optionsOf(argument);
  const min = numberOf(options.min, 0);
  const max = numberOf(options.max, 99_999);
  return numbers(random, { min, max, precision: numberOf(options.precision, 0.01) });
};

const arrayElement: TemplateFunction = ([array = ['a', 'b', 'c']], { random }) => {
  const elements = elementsOf(array);
  return () => elements[below(random, elements.length)];
};

const arrayElements: TemplateFunction = ([array = ['a', 'b', 'c'], count], { random }) => {
  const elements = elementsOf(array);
  const wanted = count === undefined ? undefined : countOf(count, 1);
  return () => {
    const left = [...elements];
    const size = Math.min(left.length, wanted ?? 1 + below(random, left.length));
    return Array.from({ length: size }, () => left.splice(below(random, left.length), 1)[0]);
  };
};

const weightedArrayElement: TemplateFunction = ([argument], { random }) => {
  const { weights, data } = optionsOf(argument);
  const elements = elementsOf(data);
  const shares = elementsOf(weights).map((weight) => numberOf(weight, 0));
  if (shares.length !== elements.length) throw new Error('weights and data differ in length');
  if (shares.some((share) => share < 0)) throw new Error('a weight is less than 0');
  const sum = shares.reduce((total, share) => total + share, 0);
  if (sum === 0) throw new Error('the weights add up to 0');
  return () => {
    let left = random.fraction() * sum;
    const index = shares.findIndex((share) => {
      left -= share;
      return left < 0;
    });
    return elements.at(index); // -1, by rounding alone, is the last
  };
};

const objectElement: TemplateFunction = ([object, field], { random }) => {
  const entries = elementsOf(Object.entries(optionsOf(object))) as [string, unknown][];
  return () => entries[below(random, entries.length)]?.[field === 'key' ? 0 : 1];
};

const characters =
  (alphabet: string, prefix = ''): TemplateFunction =>
  ([count], { random }) => {
    const length = countOf(count, 1);
    const one = () => alphabet[below(random, alphabet.length)];
    return () => prefix + Array.from({ length }, one).join('');
  };

const uuid: TemplateFunction =
  (_, { random }) =>
  () =>
    random.uuid();

const hex2 = (value: number) => value.toString(16).padStart(2, '0');

/**
 * What chance alone makes: under the names that the Kinesis Data Generator documents, with the
 * meaning that they have in the faker.js that it contains.
 */
export const RANDOM_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  'random.number': number,
  'datatype.number': number,
  'random.float': float,
  'datatype.float': float,
  'random.arrayElement': arrayElement,
  'helpers.randomize': arrayElement,
  'random.arrayElements': arrayElements,
  'random.weightedArrayElement': weightedArrayElement,
  'random.objectElement': objectElement,
  'random.boolean':
    (_, { random }) =>
    () =>
      random.fraction() < 0.5,
  'random.alphaNumeric': characters(LETTERS_AND_DIGITS),
  'random.hexaDecimal': characters(HEX, '0x'),
  'random.uuid': uuid,
  'datatype.uuid': uuid,
  'internet.ip':
    (_, { random }) =>
    () =>
      bytes(random, 4).join('.'),
  'internet.ipv6':
    (_, { random }) =>
    () =>
      Array.from({ length: 8 }, () => bytes(random, 2).map(hex2).join('')).join(':'),
  'internet.mac':
    (_, { random }) =>
    () =>
      bytes(random, 6).map(hex2).join(':'),
};
