import { formatArn } from '../aws/arn.ts';
import type { Scope } from '../aws/scope.ts';
import type { Key, Reader, Transaction } from '../store/store.ts';
import type { Metric } from './metric-series.ts';
import type { Statistic } from './metric-statistics.ts';

export const STATE_VALUES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export type StateValue = (typeof STATE_VALUES)[number];

export const TREATMENTS = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;
/** What stands for a period without data. */
export type Treatment = (typeof TREATMENTS)[number];

/** The comparisons with a fixed threshold: whether a value breaches it, and how that is said. */
export const COMPARISONS = {
  GreaterThanOrEqualToThreshold: {
    breaches: (value: number, threshold: number) => value >= threshold,
    text: 'greater than or equal to',
  },
  GreaterThanThreshold: {
    breaches: (value: number, threshold: number) => value > threshold,
    text: 'greater than',
  },
  LessThanThreshold: {
    breaches: (value: number, threshold: number) => value < threshold,
    text: 'less than',
  },
  LessThanOrEqualToThreshold: {
    breaches: (value: number, threshold: number) => value <= threshold,
    text: 'less than or equal to',
  },
} as const;
export type Comparison = keyof typeof COMPARISONS;

/** What PutMetricAlarm sets; all of it is replaced when an alarm is put again. */
export interface AlarmConfiguration {
  readonly description?: string | undefined;
  readonly actionsEnabled: boolean;
  /** What is told when the alarm goes over to a state: ARNs of topics. */
  readonly actions: Readonly<Record<StateValue, readonly string[]>>;
  readonly metric: Metric;
  readonly statistic: Statistic;
  readonly unit?: string | undefined;
  readonly periodMs: number;
  readonly evaluationPeriods: number;
  /** As many as the evaluation periods unless given. */
  readonly datapointsToAlarm?: number | undefined;
  readonly threshold: number;
  readonly comparison: Comparison;
  /** `missing` unless given. */
  readonly treatMissingData?: Treatment | undefined;
}

export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON. */
  readonly reasonData?: string | undefined;
}

/** An alarm as it is kept. Times are epoch milliseconds. */
interface AlarmEntry extends AlarmConfiguration {
  readonly name: string;
  readonly configuredMs: number;
  readonly state: AlarmState;
  /** When the state was last said. */
  readonly stateMs: number;
  /** When the state last became another. */
  readonly transitionMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Alarm extends AlarmEntry {
  readonly scope: Scope;
  readonly arn: string;
}

/** How an alarm starts. The text is AWS's own. */
export const INITIAL_STATE: AlarmState = {
  value: 'INSUFFICIENT_DATA',
  reason: 'Unchecked: Initial alarm creation',
};

const ALARMS: Key = ['alarms'];
const alarmKey = ({ account, region }: Scope, ...name: string[]): Key => [
  ...ALARMS,
  account,
  region,
  ...name,
];

const alarmArn = (scope: Scope, name: string) => formatArn(scope, 'cloudwatch', `alarm:${name}`);

const alarmOf = (scope: Scope, entry: AlarmEntry): Alarm => ({
  ...entry,
  scope,
  arn: alarmArn(scope, entry.name),
});

export function readAlarm(reader: Reader, scope: Scope, name: string): Alarm | undefined {
  const entry = reader.get<AlarmEntry>(alarmKey(scope, name));
  return entry && alarmOf(scope, entry);
}

/** The alarms of a scope, or of all, by name. */
export function readAlarms(reader: Reader, scope?: Scope): Alarm[] {
  const prefix = scope ? alarmKey(scope) : ALARMS;
  return [...reader.range<AlarmEntry>({ prefix })].map(({ key, value }) => {
    const [, account, region] = key as [string, string, string];
    return alarmOf({ account, region }, value);
  });
}

export function writeAlarm(transaction: Transaction, alarm: Alarm): void {
  const { scope, arn: _, ...entry } = alarm;
  transaction.put(alarmKey(scope, alarm.name), entry satisfies AlarmEntry);
}

export function removeAlarm(transaction: Transaction, { scope, name }: Alarm): void {
  transaction.remove(alarmKey(scope, name));
}
