import { isWithin, type NumberRule } from './limits.ts';
import { parsePolicy } from './policy.ts';
import { QueueError } from './queue-error.ts';
import type { RedriveAllowPolicy, RedrivePolicy } from './redrive-policy.ts';

/** How a queue behaves: the attributes that its owner can set. */
export interface QueueSettings {
  readonly visibilityTimeoutSeconds: number;
  readonly messageRetentionSeconds: number;
  readonly maximumMessageBytes: number;
  readonly delaySeconds: number;
  /** How long a receive waits that does not say it itself. */
  readonly receiveWaitSeconds: number;
  readonly redrivePolicy?: RedrivePolicy;
  readonly redriveAllowPolicy?: RedriveAllowPolicy;
  readonly policy?: string;
  readonly kmsMasterKeyId?: string;
  readonly kmsDataKeyReusePeriodSeconds?: number;
  readonly sqsManagedSseEnabled: boolean;
  /** The four below are there in FIFO queues, and only there. */
  readonly fifoQueue?: true;
  /** Whether messages without a deduplication id get one that follows from their body. */
  readonly contentBasedDeduplication?: boolean;
  /** Within what the deduplication id of a message counts. */
  readonly deduplicationScope?: 'queue' | 'messageGroup';
  /** For what quotas would count. */
  readonly fifoThroughputLimit?: 'perQueue' | 'perMessageGroupId';
}

/** Settings to be changed; null takes away one that need not be there. */
export type SettingsChange = {
  readonly [Name in keyof QueueSettings]?: QueueSettings[Name] | null | undefined;
} & { readonly fifoQueue?: boolean | null | undefined };

export type SettingName = keyof QueueSettings;

/** AWS's name for each setting, in the order in which GetQueueAttributes answers them. */
export const ATTRIBUTE_OF_SETTING = {
  visibilityTimeoutSeconds: 'VisibilityTimeout',
  maximumMessageBytes: 'MaximumMessageSize',
  messageRetentionSeconds: 'MessageRetentionPeriod',
  delaySeconds: 'DelaySeconds',
  receiveWaitSeconds: 'ReceiveMessageWaitTimeSeconds',
  sqsManagedSseEnabled: 'SqsManagedSseEnabled',
  kmsMasterKeyId: 'KmsMasterKeyId',
  kmsDataKeyReusePeriodSeconds: 'KmsDataKeyReusePeriodSeconds',
  policy: 'Policy',
  redrivePolicy: 'RedrivePolicy',
  redriveAllowPolicy: 'RedriveAllowPolicy',
  fifoQueue: 'FifoQueue',
  contentBasedDeduplication: 'ContentBasedDeduplication',
  deduplicationScope: 'DeduplicationScope',
  fifoThroughputLimit: 'FifoThroughputLimit',
} as const satisfies Record<SettingName, string>;

/** What a queue has whose owner asked for nothing else (Amazon SQS API reference). */
export const DEFAULT_SETTINGS: QueueSettings = {
  visibilityTimeoutSeconds: 30,
  messageRetentionSeconds: 345_600,
  maximumMessageBytes: 1_048_576,
  delaySeconds: 0,
  receiveWaitSeconds: 0,
  sqsManagedSseEnabled: true,
};

const FIFO_DEFAULTS = {
  fifoQueue: true,
  contentBasedDeduplication: false,
  deduplicationScope: 'queue',
  fifoThroughputLimit: 'perQueue',
} as const satisfies Partial<QueueSettings>;

/** What a queue has before anything is changed: the defaults of its kind. */
export function defaultSettings(isFifo: boolean): QueueSettings {
  return isFifo ? { ...DEFAULT_SETTINGS, ...FIFO_DEFAULTS } : DEFAULT_SETTINGS;
}

type NumericSetting = {
  [Name in SettingName]-?: NonNullable<QueueSettings[Name]> extends number ? Name : never;
}[SettingName];

const NUMBER_RULES = {
  visibilityTimeoutSeconds: { name: 'VisibilityTimeout', min: 0, max: 43_200 },
  messageRetentionSeconds: { name: 'MessageRetentionPeriod', min: 60, max: 1_209_600 },
  maximumMessageBytes: { name: 'MaximumMessageSize', min: 1024, max: 1_048_576 },
  delaySeconds: { name: 'DelaySeconds', min: 0, max: 900 },
  receiveWaitSeconds: { name: 'ReceiveMessageWaitTimeSeconds', min: 0, max: 20 },
  kmsDataKeyReusePeriodSeconds: { name: 'KmsDataKeyReusePeriodSeconds', min: 60, max: 86_400 },
} as const satisfies Record<NumericSetting, NumberRule>;

/** Settings that are kept and shown, but change nothing, because nothing here enforces them. */
export const SETTINGS_WITHOUT_EFFECT = [
  'policy',
  'kmsMasterKeyId',
  'kmsDataKeyReusePeriodSeconds',
  'sqsManagedSseEnabled',
  'fifoThroughputLimit',
] as const satisfies readonly SettingName[];

/** Whether a setting is a number. */
export function isNumeric(name: SettingName): name is NumericSetting {
  return name in NUMBER_RULES;
}

/**
 * The settings after a change.
 *
 * @throws QueueError InvalidAttributeValue for a number out of bounds, a policy that is no JSON
 *   object, and FIFO settings that exclude each other; InvalidAttributeName when both kinds of encryption are asked for, and for
 *   settings that this kind of queue does not have
 */
export function changeSettings(before: QueueSettings, change: SettingsChange): QueueSettings {
  checkNumbers(change);
  checkKind(before, change);
  if (change.policy) parsePolicy(change.policy);
  if (change.kmsMasterKeyId && change.sqsManagedSseEnabled) {
    // The text, and its unexpected code, were observed on AWS.
    throw new QueueError(
      'InvalidAttributeName',
      'You can use one type of server-side encryption (SSE) at one time. ' +
        'You can either enable KMS SSE or SQS SSE.',
    );
  }
  const implied: SettingsChange = {
    ...(change.kmsMasterKeyId ? { sqsManagedSseEnabled: false } : {}),
    ...(change.sqsManagedSseEnabled ? { kmsMasterKeyId: null } : {}),
  };
  const wanted = Object.entries({ ...implied, ...change }).filter(
    ([, value]) => value !== undefined,
  );
  const after = { ...before, ...Object.fromEntries(wanted) };
  const kept = Object.entries(after).filter(([, value]) => value !== null);
  const changed = { ...defaultSettings(before.fifoQueue === true), ...Object.fromEntries(kept) };
  checkThroughput(changed);
  return changed;
}

/** A standard queue has none of the settings of a FIFO queue; both texts were observed on AWS. */
function checkKind(before: QueueSettings, change: SettingsChange): void {
  if (before.fifoQueue) {
    if (change.fifoQueue === undefined || change.fifoQueue) return;
    throw invalidValue('FifoQueue', 'Modifying queue type is not supported.');
  }
  const names = Object.keys(FIFO_DEFAULTS) as (keyof typeof FIFO_DEFAULTS)[];
  const foreign = names.find((name) => change[name] !== undefined);
  if (foreign) throw unknownAttribute(ATTRIBUTE_OF_SETTING[foreign]);
}

/** The rule is that of the Amazon SQS API reference, the text our own. */
function checkThroughput({ deduplicationScope, fifoThroughputLimit }: QueueSettings): void {
  if (fifoThroughputLimit !== 'perMessageGroupId' || deduplicationScope === 'messageGroup') return;
  throw invalidValue(
    'FifoThroughputLimit',
    'perMessageGroupId is allowed only when DeduplicationScope is messageGroup.',
  );
}

/** The error for an attribute that does not exist, or not for this kind of queue. */
export function unknownAttribute(name: string): QueueError {
  return new QueueError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

/** The error for a value that an attribute cannot have. */
export function invalidValue(name: string, reason?: string): QueueError {
  const why = reason === undefined ? '' : ` Reason: ${reason}`;
  return new QueueError('InvalidAttributeValue', `Invalid value for the parameter ${name}.${why}`);
}

function checkNumbers(change: SettingsChange): void {
  for (const [setting, rule] of Object.entries(NUMBER_RULES)) {
    const value = change[setting as NumericSetting];
    if (value === undefined || value === null || isWithin(rule, value)) continue;
    throw invalidValue(rule.name);
  }
}

/** The first setting of `change` that differs from `settings`, if any. */
export function differingSetting(
  settings: QueueSettings,
  change: SettingsChange,
): SettingName | undefined {
  const names = Object.keys(change) as SettingName[];
  return names.find((name) => {
    const value = change[name];
    return value !== undefined && !isSame(settings[name] ?? null, value);
  });
}

/** Settings are scalars or plain data whose members were put there in one order. */
function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** @throws QueueError QueueNameExists when a setting is not the one asked for; observed on AWS */
export function checkSameSettings(settings: QueueSettings, wanted: SettingsChange): void {
  const setting = differingSetting(settings, wanted);
  if (!setting) return;
  throw new QueueError(
    'QueueNameExists',
    'A queue already exists with the same name and a different value for attribute ' +
      ATTRIBUTE_OF_SETTING[setting],
  );
}
