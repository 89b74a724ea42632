import { isNumberText } from '../aws/number-text.ts';
import { TopicError } from './topic-error.ts';

/** A named value beside a message: a text (also for numbers and lists) or bytes. */
interface MessageAttribute {
  /** `String`, `String.Array`, `Number` or `Binary`. */
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: Uint8Array;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const NAME = /^(?!\.)(?!.*\.\.)(?!.*\.$)[A-Za-z0-9_.-]{1,256}$/;
const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;

const wrong = (text: string) => new TopicError('ParameterValueInvalid', text);

/**
 * Checks the attributes of a message. The texts on type and value were observed on AWS.
 *
 * @throws TopicError ParameterValueInvalid
 */
export function checkAttributes(attributes: MessageAttributes): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const { dataType, stringValue, binaryValue } = attribute;
    const what = `The message attribute '${name}'`;
    if (!NAME.test(name)) throw wrong(`${what} has an invalid message attribute name.`);
    if (!/^(String|Number|Binary)(\.|$)/.test(dataType)) {
      const types = 'the set of supported type prefixes is Binary, Number, and String.';
      throw wrong(`${what} has an invalid message attribute type, ${types}`);
    }
    const value = dataType.startsWith('Binary') ? binaryValue : stringValue;
    if (value === undefined || value.length === 0) {
      const must = 'must contain non-empty message attribute value for message attribute type';
      throw wrong(`${what} ${must} '${dataType}'.`);
    }
    if (dataType.startsWith('Number') && !isNumberText(stringValue ?? ''))
      throw wrong(`Could not cast message attribute '${name}' value to number.`);
    if (dataType === 'String.Array' && listOf(stringValue ?? '') === undefined)
      throw wrong(`${what} must hold a JSON array for message attribute type 'String.Array'.`);
  }
}

/** What attributes weigh in a message, in bytes. */
export function bytesOf(attributes: MessageAttributes): number {
  let bytes = 0;
  for (const [name, { dataType, stringValue, binaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(dataType);
    bytes += binaryValue?.length ?? Buffer.byteLength(stringValue ?? '');
  }
  return bytes;
}

/** The attributes as notifications show them. */
export function shownAttributes(
  attributes: MessageAttributes,
): Record<string, { readonly Type: string; readonly Value: string }> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => {
      const Value = binaryValue ? Buffer.from(binaryValue).toString('base64') : (stringValue ?? '');
      return [name, { Type: dataType, Value }];
    }),
  );
}

/** The attributes as a JSON object for filter policies, which do not look at bytes. */
export function filterDocument(attributes: MessageAttributes): string {
  const members = Object.entries(attributes).flatMap(([name, { dataType, stringValue = '' }]) =>
    dataType.startsWith('Binary')
      ? []
      : [`${JSON.stringify(name)}:${textOf(dataType, stringValue)}`],
  );
  return `{${members.join(',')}}`;
}

function textOf(dataType: string, value: string): string {
  if (dataType === 'String.Array') return value;
  if (!dataType.startsWith('Number')) return JSON.stringify(value);
  return JSON_NUMBER.test(value) ? value : `${Number(value)}`;
}

function listOf(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
