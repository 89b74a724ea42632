import {
  ATTRIBUTE_OF_SETTING,
  invalidValue,
  isNumeric,
  type SettingName,
  type SettingsChange,
  unknownAttribute,
} from '../../sqs/queue-settings.ts';
import type { QueueDescription } from '../../sqs/queues.ts';
import { parseRedriveAllowPolicy, parseRedrivePolicy } from './redrive-attributes.ts';

type Attributes = Record<string, string>;

const SETTING_OF_ATTRIBUTE = new Map(
  Object.entries(ATTRIBUTE_OF_SETTING).map(([setting, name]) => [name as string, setting]),
);

/**
 * Reads the attributes with which a queue is created or changed. An empty text takes away an
 * attribute that need not be there.
 *
 * @throws QueueError InvalidAttributeName, InvalidAttributeValue or InvalidParameterValue
 */
export function parseAttributes(attributes: Attributes = {}): SettingsChange {
  const entries = Object.entries(attributes).map(([name, text]) => {
    const setting = SETTING_OF_ATTRIBUTE.get(name) as SettingName | undefined;
    if (!setting) throw unknownAttribute(name);
    return [setting, parseSetting(setting, text)];
  });
  return Object.fromEntries(entries);
}

const FLAGS: readonly SettingName[] = [
  'sqsManagedSseEnabled',
  'fifoQueue',
  'contentBasedDeduplication',
];
const CHOICES: Readonly<Partial<Record<SettingName, readonly string[]>>> = {
  deduplicationScope: ['queue', 'messageGroup'],
  fifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};

function parseSetting(setting: SettingName, text: string): unknown {
  if (isNumeric(setting)) return /^\d{1,9}$/.test(text) ? Number(text) : refuse(setting);
  if (FLAGS.includes(setting)) return parseFlag(text) ?? refuse(setting);
  const choices = CHOICES[setting];
  if (choices) return choices.includes(text) ? text : refuse(setting);
  if (text === '') return null;
  if (setting === 'redrivePolicy') return parseRedrivePolicy(text);
  if (setting === 'redriveAllowPolicy') return parseRedriveAllowPolicy(text);
  return text;
}

/** `True`, as Python writes it, is taken (observed on AWS). */
function parseFlag(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' || lower === 'false' ? lower === 'true' : undefined;
}

function refuse(setting: SettingName): never {
  throw invalidValue(ATTRIBUTE_OF_SETTING[setting]);
}

/** What a queue shows besides its settings, in AWS's order. */
const SHOWN: Readonly<Record<string, (queue: QueueDescription) => string>> = {
  QueueArn: (queue) => queue.arn,
  ApproximateNumberOfMessages: (queue) => String(queue.messages.visible),
  ApproximateNumberOfMessagesNotVisible: (queue) => String(queue.messages.inFlight),
  ApproximateNumberOfMessagesDelayed: (queue) => String(queue.messages.delayed),
  CreatedTimestamp: (queue) => seconds(queue.createdAtMs),
  LastModifiedTimestamp: (queue) => seconds(queue.modifiedAtMs),
};

/**
 * The attributes of a queue that were asked for, `All` being all that it has; undefined when there
 * are none.
 *
 * @throws QueueError InvalidAttributeName
 */
export function showAttributes(
  queue: QueueDescription,
  names: readonly string[],
): Attributes | undefined {
  for (const name of names) {
    const isKnown = name === 'All' || Object.hasOwn(SHOWN, name) || SETTING_OF_ATTRIBUTE.has(name);
    if (!isKnown) throw unknownAttribute(name);
  }
  const all = [
    ...Object.entries(SHOWN).map(([name, show]) => [name, show(queue)] as const),
    ...Object.entries(ATTRIBUTE_OF_SETTING).map(
      ([setting, name]) => [name, showSetting(queue.settings[setting as SettingName])] as const,
    ),
  ];
  const shown: Attributes = {};
  for (const [name, value] of all) {
    const isWanted = names.includes('All') || names.includes(name);
    if (isWanted && value !== undefined) shown[name] = value;
  }
  return Object.keys(shown).length > 0 ? shown : undefined;
}

function showSetting(value: unknown): string | undefined {
  return typeof value === 'object' ? JSON.stringify(value) : value?.toString();
}

function seconds(ms: number): string {
  return String(Math.floor(ms / 1000));
}
