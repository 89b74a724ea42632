import { isNumberText } from '../aws/number-text.ts';
import { isWithin, LIMITS, REQUEST_RULES } from './limits.ts';
import type { MessageDraft, Sending } from './message.ts';
import { bytesOfAttributes, type MessageAttribute } from './message-attributes.ts';
import { invalidParameter, QueueError } from './queue-error.ts';

/** The characters that a body may hold, as the Amazon SQS API reference lists them. */
const FORBIDDEN_CHARACTER = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const ALLOWED_CHARACTERS = '#x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]';

/** Letters of any alphabet are taken (observed on AWS). */
const ATTRIBUTE_NAME = /^(?!\.)(?!.*\.\.)(?!.*\.$)[\p{L}\p{N}_.-]+$/u;
const RESERVED_PREFIX = /^(aws|amazon)\./i;
/** What ids of groups and for deduplication may be, and how SQS calls that (observed on AWS). */
const ID = /^[!-~]{1,128}$/;
const ID_TEXT = 'can only include alphanumeric and punctuation characters. 1 to 128 in length.';

/** What a message weighs against the queue's limit, in bytes; system attributes are free. */
export function messageBytes(draft: MessageDraft): number {
  return Buffer.byteLength(draft.body) + bytesOfAttributes(draft.attributes);
}

/**
 * Checks a message before it is sent.
 *
 * @throws QueueError MissingParameter, InvalidMessageContents or InvalidParameterValue
 */
export function checkDraft({ draft, isInBatch }: Sending, maximumBytes: number): void {
  const { delaySeconds } = draft;
  if (draft.body === '') throw missing('MessageBody');
  if (draft.groupId !== undefined) checkId('MessageGroupId', draft.groupId);
  if (draft.deduplicationId !== undefined) {
    checkId('MessageDeduplicationId', draft.deduplicationId);
  }
  checkCharacters(draft.body);
  for (const [name, attribute] of checkedCount(draft)) checkAttribute(name, attribute);
  if (delaySeconds !== undefined && !isWithin(REQUEST_RULES.delaySeconds, delaySeconds)) {
    throw invalidParameter('DelaySeconds', delaySeconds, 'DelaySeconds must be >= 0 and <= 900.');
  }
  if (messageBytes(draft) > maximumBytes) throw tooLong(maximumBytes, isInBatch);
}

/** Both texts were observed on AWS. */
function tooLong(maximumBytes: number, isInBatch: boolean): QueueError {
  const what = isInBatch ? 'cannot be validated' : 'are invalid';
  return invalid(
    `One or more parameters ${what}. Reason: Message must be shorter than ${maximumBytes} bytes.`,
  );
}

/** The error for a parameter that is not there. */
export function missing(parameter: string): QueueError {
  return new QueueError('MissingParameter', `The request must contain the parameter ${parameter}.`);
}

/** The error for a parameter that queues of the other type have. */
export function notOfThisQueueType(parameter: string, value: string | number): QueueError {
  return invalidParameter(
    parameter,
    value,
    'The request include parameter that is not valid for this queue type.',
  );
}

/**
 * Checks the id of a message group, for deduplication, or of a receive attempt.
 *
 * @throws QueueError InvalidParameterValue
 */
export function checkId(parameter: string, id: string): void {
  if (!ID.test(id)) throw invalidParameter(parameter, id, `${parameter} ${ID_TEXT}`);
}

/** The same, but for lone surrogates; without code points the expression takes half the time. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const FORBIDDEN_UNIT = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

function checkCharacters(text: string): void {
  if (!FORBIDDEN_UNIT.test(text) && text.isWellFormed()) return;
  const code = FORBIDDEN_CHARACTER.exec(text)?.[0].codePointAt(0);
  if (code === undefined) return;
  throw new QueueError(
    'InvalidMessageContents',
    `Invalid binary character '#x${code.toString(16)}' was found in the message body, ` +
      `the set of allowed characters is ${ALLOWED_CHARACTERS}.`,
  );
}

function checkedCount(draft: MessageDraft): [string, MessageAttribute][] {
  const attributes = Object.entries(draft.attributes ?? {});
  if (attributes.length <= LIMITS.messageAttributes) return attributes;
  throw invalid(
    `Number of message attributes [${attributes.length}] exceeds the allowed maximum ` +
      `[${LIMITS.messageAttributes}].`,
  );
}

function checkAttribute(name: string, { dataType, stringValue, binaryValue }: MessageAttribute) {
  const isNameValid = ATTRIBUTE_NAME.test(name) && !RESERVED_PREFIX.test(name);
  if (!isNameValid || name.length > LIMITS.messageAttributeNameLength) {
    throw invalid(`The name of message (user) attribute '${name}' is invalid.`);
  }
  const [type] = dataType.split('.', 1);
  if (type !== 'String' && type !== 'Number' && type !== 'Binary') {
    throw invalid(
      `The type of message (user) attribute '${name}' is invalid. ` +
        'You must use only the following supported type prefixes: Binary, Number, String.',
    );
  }
  if (type === 'Binary' ? !binaryValue?.length : !stringValue) {
    throw invalid(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`,
    );
  }
  if (type === 'Number' && !isNumberText(stringValue ?? '')) {
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  if (stringValue) checkCharacters(stringValue);
}

function invalid(message: string): QueueError {
  return new QueueError('InvalidParameterValue', message);
}
