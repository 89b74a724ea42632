import type { Effect, Input } from '../event-source-mapping/effect.ts';
import type { StreamRecord } from '../event-source-mapping/stream-record.ts';
import {
  each,
  type Mutant,
  planted,
  withEffects,
  withInputs,
  withSettings,
} from './planted.suite.ts';
import type { MakeMachine } from './simulated-mapping.ts';

const ACCOUNTED = 'every record is accounted for once';
const BUDGET = 'a batch uses its retries up, and no more';
const REQUEST_ID = 'a request id belongs to one batch';
const FORETOLD = 'a batch is retried whole, halved in the middle, or cut at its first failure';
const CHECKPOINT = 'the checkpoint passes no unfinished record, and never goes back';
const ORDER = 'records of a partition key are handed over in order';
const LANES = 'a shard has at most one batch in flight per lane';
const LIMITS = 'a batch keeps to BatchSize, to 6 MB, to its shard and to what is wanted';
const AGE = 'no record is handed over past its age, or given up before it';
const TRUE_RECORD = 'a failure record says what was given up and why';
const START = 'a mapping starts at its starting position';
const CATCHES_UP = 'the mapping catches up';

/** Records as they would be if every key were another one each time. */
function scattered({ records, ...input }: Input & { type: 'read' }): Input {
  const salted = records.map((record, at) => ({
    ...record,
    partitionKey: `${record.partitionKey}/${at}`,
  }));
  return { ...input, records: salted };
}

/** Hands the halves of a batch over in the wrong order: what is said of one is done to the other. */
function rightHalfFirst(): MakeMachine {
  return planted(() => {
    const instead = new Map<string, StreamRecord>();
    const swap = (records: readonly StreamRecord[]) =>
      records.map((record) => instead.get(record.sequenceNumber) ?? record);
    let tried: readonly StreamRecord[] = [];
    return {
      effects: each((effect) => {
        if (effect.type === 'report' && effect.name === 'batch-split') {
          const { reason } = effect.event as { reason: string };
          const half = tried.length / 2;
          if (reason === 'bisect' && Number.isInteger(half)) {
            tried.forEach((record, at) => {
              instead.set(record.sequenceNumber, tried[(at + half) % (2 * half)] as StreamRecord);
            });
          }
        }
        if (effect.type !== 'invoke') return effect;
        tried = effect.batch.records;
        return { ...effect, batch: { ...effect.batch, records: swap(tried) } };
      }),
    };
  });
}

/** Takes the checkpoint to be wherever the latest batch that succeeded ends. */
function checkpointOfAnyLane(): MakeMachine {
  return planted(({ settings }) => {
    // Where there is only one lane, there is none to pass.
    if (settings.tumblingWindowInSeconds > 0) return {};
    const last = new Map<string, string>();
    return {
      effects: (effects, input) => {
        for (const effect of effects) {
          if (effect.type !== 'invoke') continue;
          last.set(effect.batch.id, effect.batch.records.at(-1)?.sequenceNumber as string);
        }
        if (input.type !== 'invoked' || input.outcome.type !== 'returned') return effects;
        const sequenceNumber = last.get(input.batchId) as string;
        return [{ type: 'checkpoint', sequenceNumber }, ...effects];
      },
    };
  });
}

/** Every planted fault, by what it does. */
export const MUTANTS: Readonly<Record<string, Mutant>> = {
  'retries once too often': {
    caughtBy: [BUDGET],
    machine: withSettings(({ maximumRetryAttempts: most }) => ({
      maximumRetryAttempts: most < 0 ? most : most + 1,
    })),
  },
  'gives up one retry too early': {
    caughtBy: [BUDGET],
    machine: withSettings(({ maximumRetryAttempts: most }) => ({
      maximumRetryAttempts: Math.max(most - 1, Math.min(most, 0)),
    })),
  },
  'takes a refusal for a failure': {
    caughtBy: [BUDGET, FORETOLD],
    machine: withInputs((input) =>
      input.type === 'invoked' && input.outcome.type === 'refused'
        ? {
            ...input,
            outcome: {
              ...{ ...input.outcome, type: 'function-error' as const },
              ...{ executedVersion: '$LATEST', durationMs: 0 },
            },
          }
        : input,
    ),
  },
  'splits off by one, and drops a record': {
    caughtBy: [FORETOLD],
    machine: withEffects(
      each((effect) => {
        if (effect.type !== 'invoke' || effect.batch.parentId === undefined) return effect;
        const { records } = effect.batch;
        const fewer = records.length > 1 ? records.slice(0, -1) : records;
        return { ...effect, batch: { ...effect.batch, records: fewer } };
      }),
    ),
  },
  'hands the right half over before the left one': {
    caughtBy: [ORDER, CHECKPOINT],
    machine: rightHalfFirst(),
  },
  'never splits': {
    caughtBy: [FORETOLD],
    machine: withSettings(() => ({ bisectBatchOnFunctionError: false })),
  },
  'lets the checkpoint pass a lane': { caughtBy: [CHECKPOINT], machine: checkpointOfAnyLane() },
  'loses what a partial response left': {
    caughtBy: [CHECKPOINT, ORDER],
    machine: withInputs((input) =>
      input.type === 'invoked' && input.outcome.type === 'returned'
        ? { ...input, outcome: { ...input.outcome, payload: withoutFailures(input.outcome) } }
        : input,
    ),
  },
  'tries the whole batch again after a partial response': {
    caughtBy: [ACCOUNTED, FORETOLD],
    machine: withInputs((input) =>
      input.type === 'invoked' &&
      input.outcome.type === 'returned' &&
      input.outcome.payload.includes('"itemIdentifier":"1')
        ? {
            ...input,
            outcome: { ...input.outcome, type: 'function-error', errorType: 'Error', message: '' },
          }
        : input,
    ),
  },
  'forgets the record age': {
    caughtBy: [AGE],
    machine: withSettings(() => ({ maximumRecordAgeInSeconds: -1 })),
  },
  'forgets the retention': {
    caughtBy: [AGE],
    machine: withInputs((input) =>
      input.type === 'read' ? { ...input, retentionMs: Number.POSITIVE_INFINITY } : input,
    ),
  },
  'delivers a failure record twice': {
    caughtBy: [ACCOUNTED],
    machine: withEffects(each((effect) => (effect.type === 'discard' ? [effect, effect] : effect))),
  },
  'takes a new request id for each retry': {
    caughtBy: [REQUEST_ID],
    machine: planted(({ newRequestId }) => ({
      effects: each((effect) =>
        effect.type === 'invoke'
          ? { ...effect, batch: { ...effect.batch, requestId: newRequestId() } }
          : effect,
      ),
    })),
  },
  'uses one request id for all batches': {
    caughtBy: [REQUEST_ID],
    machine: planted(() => ({ options: (options) => ({ ...options, newRequestId: () => 'one' }) })),
  },
  'makes batches larger than BatchSize': {
    caughtBy: [LIMITS],
    machine: withSettings(({ batchSize }) => ({ batchSize: batchSize + 1 })),
  },
  'does not count the payload': {
    caughtBy: [LIMITS],
    machine: withInputs((input) => {
      if (input.type !== 'read') return input;
      const data = new Uint8Array();
      return { ...input, records: input.records.map((record) => ({ ...record, data })) };
    }),
  },
  'takes more lanes than it has': {
    caughtBy: [LANES],
    machine: withSettings(({ parallelizationFactor, tumblingWindowInSeconds }) => ({
      parallelizationFactor: parallelizationFactor + (tumblingWindowInSeconds > 0 ? 0 : 2),
    })),
  },
  'puts one key into several lanes': {
    caughtBy: [LANES, ORDER, FORETOLD],
    machine: withInputs((input) => (input.type === 'read' ? scattered(input) : input)),
  },
  'filters out what is wanted': {
    caughtBy: [CHECKPOINT, ORDER],
    machine: planted(() => ({
      options: (options) => ({
        ...options,
        filter: { matches: ({ sequenceNumber }) => !sequenceNumber.endsWith('7') },
      }),
    })),
  },
  'hands over what is not wanted': {
    caughtBy: [LIMITS],
    machine: planted(() => ({ options: (options) => ({ ...options, filter: undefined }) })),
  },
  'tells a wrong range': {
    caughtBy: [TRUE_RECORD],
    machine: withEffects(
      each((effect) => {
        if (effect.type !== 'discard') return effect;
        const message = JSON.parse(effect.failureRecord);
        message.KinesisBatchInfo.endSequenceNumber = message.KinesisBatchInfo.startSequenceNumber;
        return { ...effect, failureRecord: JSON.stringify(message) };
      }),
    ),
  },
  'counts an attempt too many in the failure record': {
    caughtBy: [TRUE_RECORD],
    machine: withEffects(
      each((effect) => {
        if (effect.type !== 'discard') return effect;
        const message = JSON.parse(effect.failureRecord);
        message.requestContext.approximateInvokeCount++;
        return { ...effect, failureRecord: JSON.stringify(message) };
      }),
    ),
  },
  'swallows a failure record': {
    caughtBy: [CATCHES_UP, ACCOUNTED, CHECKPOINT],
    machine: withEffects(each((effect) => (effect.type === 'discard' ? [] : effect))),
  },
  'starts at the oldest record, whatever its starting position is': {
    caughtBy: [START],
    machine: planted(({ position }) => ({
      options: (options) => ({
        ...options,
        position: position.type === 'AT_TIMESTAMP' ? { type: 'TRIM_HORIZON' } : position,
      }),
    })),
  },
  'starts from the beginning after each start': {
    caughtBy: [START, ACCOUNTED, CHECKPOINT],
    machine: planted(() => ({
      options: (options) => ({ ...options, position: { type: 'TRIM_HORIZON' } }),
    })),
  },
  'stores a checkpoint before the function has answered': {
    caughtBy: [CHECKPOINT],
    machine: withEffects(
      each((effect) => {
        if (effect.type !== 'invoke') return effect;
        const sequenceNumber = effect.batch.records.at(-1)?.sequenceNumber as string;
        return [effect, { type: 'checkpoint', sequenceNumber }];
      }),
    ),
  },
  'never stores a checkpoint': {
    caughtBy: [CATCHES_UP, 'a stopped mapping begins nothing, and has stored its progress'],
    machine: withEffects(each((effect) => (effect.type === 'checkpoint' ? [] : effect))),
  },
  'misses when it is woken': {
    caughtBy: [CATCHES_UP, ACCOUNTED],
    machine: withEffects(each((effect) => (effect.type === 'wait' ? [] : effect))),
  },
  'does not wait before a retry': {
    caughtBy: ['a retry waits for its back-off'],
    machine: planted(() => ({
      options: (options) => ({ ...options, pace: { ...options.pace, firstRetryDelayMs: 0 } }),
    })),
  },
  'does not wait for its window': {
    caughtBy: ['a batch that is not full waits for its window'],
    machine: withSettings(() => ({ maximumBatchingWindowInSeconds: 0 })),
  },
  'keeps a refused delivery to itself': {
    caughtBy: ['a refused delivery is reported'],
    machine: withEffects(each((effect) => (isRefusalReport(effect) ? [] : effect))),
  },
  'does not hear that it shall stop': {
    caughtBy: ['a stopped mapping begins nothing, and has stored its progress'],
    machine: withInputs((input) => (input.type === 'stop' ? { type: 'woken' } : input)),
  },
  'begins with children before their parents': {
    caughtBy: ['a shard is read after its parents are finished', ORDER],
    ports: (ports) => ({
      ...ports,
      stream: {
        ...ports.stream,
        describe: async (arn) => {
          const { shards, ...stream } = await ports.stream.describe(arn);
          return { ...stream, shards: shards.map((shard) => ({ ...shard, parentShardIds: [] })) };
        },
      },
    }),
  },
  'forgets its checkpoints when it starts': {
    caughtBy: [START, ACCOUNTED, CHECKPOINT],
    ports: (ports) => ({
      ...ports,
      progress: { ...ports.progress, checkpoint: () => undefined },
    }),
  },
};

/** The state of a tumbling window, if there is one, and nothing else. */
function withoutFailures({ payload }: { readonly payload: string }): string {
  const state = /"state":(\{[^}]*\})/.exec(payload)?.[1];
  return state === undefined ? 'null' : `{"state":${state}}`;
}

function isRefusalReport(effect: Effect): boolean {
  return effect.type === 'report' && effect.name === 'destination-failed';
}
