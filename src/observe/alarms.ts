import { isNeverMeasured } from '../aws/measured-namespaces.ts';
import type { Scope } from '../aws/scope.ts';
import type { Clock, Timer } from '../clock/clock.ts';
import type { Store, Transaction } from '../store/store.ts';
import {
  type Alarm,
  type AlarmConfiguration,
  type AlarmState,
  INITIAL_STATE,
  readAlarm,
  readAlarms,
  removeAlarm,
  writeAlarm,
} from './alarm.ts';
import { checkAlarm } from './alarm-check.ts';
import { evaluate, evaluationRange } from './alarm-evaluation.ts';
import { type HistoryItem, type HistoryQuery, noteHistory, readHistory } from './alarm-history.ts';
import { type AlarmNotification, notificationOf } from './alarm-notification.ts';
import { MINUTE_MS } from './metric-buckets.ts';
import { MetricError } from './metric-error.ts';
import type { Metrics } from './metrics.ts';

export interface AlarmsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Tells a topic, as part of a transaction. Throws when that cannot be, and wrote nothing then. */
  readonly notify: (
    transaction: Transaction,
    topicArn: string,
    notification: AlarmNotification,
  ) => void;
  /** Whether what `notify` threw costs that notification alone; anything else fails the change. */
  readonly isRefusal: (error: unknown) => boolean;
  /** Told when alarms could not be evaluated, or an action failed. */
  readonly onProblem: (message: string) => void;
}

/** Changes to the tags of an alarm. */
export interface AlarmTagChange {
  readonly set?: Readonly<Record<string, string>>;
  readonly removed?: readonly string[];
}

/**
 * CloudWatch's alarms: each is evaluated at every full minute, against the periods that are over.
 * All of it is in the store; beside it there is only the timer of the next minute.
 */
export class Alarms {
  readonly #options: AlarmsOptions;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(options: AlarmsOptions) {
    this.#options = options;
    if (readAlarms(options.store).length > 0) this.#evaluateLater();
  }

  /**
   * Makes an alarm, or gives one another configuration: it keeps its state, and its tags. Throws
   * `ValidationError`, `InvalidParameterValue`.
   */
  async put(
    scope: Scope,
    name: string,
    {
      tags = {},
      ...given
    }: AlarmConfiguration & { readonly tags?: Readonly<Record<string, string>> | undefined },
  ): Promise<void> {
    const configuration = checkAlarm(given);
    const atMs = this.#options.clock.now();
    await this.#options.store.transact((transaction) => {
      const known = readAlarm(transaction, scope, name);
      const { state, stateMs, transitionMs } = known ?? {
        state: INITIAL_STATE,
        stateMs: atMs,
        transitionMs: atMs,
      };
      const kept = { name, state, stateMs, transitionMs, tags: known?.tags ?? tags };
      const alarm = { ...configuration, ...kept, scope, arn: '', configuredMs: atMs };
      writeAlarm(transaction, alarm);
      const summary = `Alarm "${name}" ${known ? 'updated' : 'created'}`;
      const data = { version: '1.0', type: known ? 'Update' : 'Create' };
      noteHistory(transaction, alarm, { atMs, type: 'ConfigurationUpdate', summary, data });
      transaction.afterCommit(() => {
        this.#warnOfNoData(alarm);
        this.#evaluateLater();
      });
    });
  }

  /** Removes alarms: all of them, or none. Throws `ResourceNotFound`. */
  async remove(scope: Scope, names: readonly string[]): Promise<void> {
    const atMs = this.#options.clock.now();
    await this.#options.store.transact((transaction) => {
      for (const name of new Set(names)) {
        const alarm = this.#find(transaction, scope, name);
        removeAlarm(transaction, alarm);
        const summary = `Alarm "${name}" deleted`;
        const data = { version: '1.0', type: 'Delete' };
        noteHistory(transaction, alarm, { atMs, type: 'ConfigurationUpdate', summary, data });
      }
    });
  }

  /** The alarms of a scope, by name. */
  list(scope: Scope): Alarm[] {
    return readAlarms(this.#options.store, scope);
  }

  /** Undefined when there is none of the name. */
  get(scope: Scope, name: string): Alarm | undefined {
    return readAlarm(this.#options.store, scope, name);
  }

  /** Puts an alarm into a state, until it is evaluated the next time. Throws `ResourceNotFound`. */
  async setState(scope: Scope, name: string, state: AlarmState): Promise<void> {
    await this.#options.store.transact((transaction) => {
      this.#goOver(transaction, this.#find(transaction, scope, name), state);
    });
  }

  /** Lets alarms act, or not; names of which there is none are passed over. */
  async enableActions(scope: Scope, names: readonly string[], enabled: boolean): Promise<void> {
    await this.#options.store.transact((transaction) => {
      for (const name of names) {
        const alarm = readAlarm(transaction, scope, name);
        if (alarm) writeAlarm(transaction, { ...alarm, actionsEnabled: enabled });
      }
    });
  }

  /** Throws `ResourceNotFound`. */
  async changeTags(
    scope: Scope,
    name: string,
    { set = {}, removed = [] }: AlarmTagChange,
  ): Promise<void> {
    await this.#options.store.transact((transaction) => {
      const alarm = this.#find(transaction, scope, name);
      const left = Object.entries(alarm.tags).filter(([key]) => !removed.includes(key));
      const tags = Object.fromEntries([...left, ...Object.entries(set)]);
      writeAlarm(transaction, { ...alarm, tags });
    });
  }

  /** Throws `InvalidNextToken`. */
  history(scope: Scope, query: HistoryQuery): { items: HistoryItem[]; nextToken?: string } {
    return readHistory(this.#options.store, { scope, nowMs: this.#options.clock.now() }, query);
  }

  /** Evaluates no more. */
  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  #find(reader: Pick<Store, 'get' | 'range'>, scope: Scope, name: string): Alarm {
    const alarm = readAlarm(reader, scope, name);
    if (alarm) return alarm;
    throw new MetricError('ResourceNotFound', `There is no alarm with the name ${name}.`);
  }

  /** Nobody can put data into the namespaces of services. */
  #warnOfNoData({ name, metric: { namespace } }: Alarm): void {
    if (!isNeverMeasured(namespace)) return;
    const message = `there are no metrics of ${namespace} here, so it only ever sees missing data.`;
    this.#options.onProblem(`Alarm ${name}: ${message}`);
  }

  #evaluateLater(): void {
    if (this.#timer || this.#isClosed) return;
    const { clock, onProblem } = this.#options;
    const nextMs = (Math.floor(clock.now() / MINUTE_MS) + 1) * MINUTE_MS;
    this.#timer = clock.at(nextMs, () => {
      this.#timer = undefined;
      this.#evaluateAll(nextMs).catch((error: unknown) => {
        onProblem(`Alarms could not be evaluated: ${error}`);
      });
    });
  }

  /** Looks at every alarm at once, as the time of a manual clock may go on right afterwards. */
  #evaluateAll(endMs: number): Promise<void> {
    const { store, metrics } = this.#options;
    const alarms = readAlarms(store);
    if (alarms.length === 0) return Promise.resolve();
    this.#evaluateLater();
    const changes = alarms.flatMap((alarm) => {
      const { periodMs, metric, unit, statistic } = alarm;
      const count = evaluationRange(alarm);
      const query = { ...metric, unit, periodMs, statistic, count, endMs };
      const state = evaluate(alarm, metrics.lastPeriods(alarm.scope, query), endMs);
      return state ? [{ alarm, state }] : [];
    });
    if (changes.length === 0) return Promise.resolve();
    return store.transact((transaction) => {
      for (const { alarm, state } of changes) this.#goOver(transaction, alarm, state);
    });
  }

  #goOver(transaction: Transaction, before: Alarm, state: AlarmState): void {
    const atMs = this.#options.clock.now();
    const isOther = state.value !== before.state.value;
    const transitionMs = isOther ? atMs : before.transitionMs;
    const alarm: Alarm = { ...before, state, stateMs: atMs, transitionMs };
    writeAlarm(transaction, alarm);
    if (!isOther) return;
    noteHistory(transaction, alarm, {
      atMs,
      type: 'StateUpdate',
      summary: `Alarm updated from ${before.state.value} to ${state.value}`,
      data: { version: '1.0', oldState: shown(before.state), newState: shown(state) },
    });
    if (!alarm.actionsEnabled) return;
    for (const topicArn of new Set(alarm.actions[state.value])) {
      this.#act(transaction, { before, alarm, topicArn });
    }
  }

  /** The wording of the summaries is AWS's own. */
  #act(
    transaction: Transaction,
    { before, alarm, topicArn }: { before: Alarm; alarm: Alarm; topicArn: string },
  ): void {
    const { notify, isRefusal, onProblem } = this.#options;
    let summary = `Successfully executed action ${topicArn}`;
    let error: string | null = null;
    try {
      notify(transaction, topicArn, notificationOf(before, alarm));
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      error = thrown instanceof Error ? thrown.message : `${thrown}`;
      summary = `Failed to execute action ${topicArn}. Received error: "${error}"`;
      const problem = `Alarm ${alarm.name}: ${summary}`;
      transaction.afterCommit(() => onProblem(problem));
    }
    const actionState = error === null ? 'Succeeded' : 'Failed';
    const data = { actionState, stateUpdateTimestamp: alarm.stateMs, error };
    const atMs = alarm.stateMs;
    noteHistory(transaction, alarm, { atMs, type: 'Action', summary: summary.slice(0, 255), data });
  }
}

/** An item of the history has room for so much of each state. */
const LONGEST_SHOWN = 1500;

const shown = ({ value, reason, reasonData = '' }: AlarmState) => ({
  stateValue: value,
  stateReason: reason.slice(0, LONGEST_SHOWN / 4),
  ...(reasonData !== '' &&
    reasonData.length < LONGEST_SHOWN && { stateReasonData: parsed(reasonData) }),
});

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
