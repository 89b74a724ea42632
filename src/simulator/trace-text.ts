import type { Effect, Input } from '../event-source-mapping/effect.ts';
import type { Progress } from '../event-source-mapping/progress.ts';
import type { StreamRecord } from '../event-source-mapping/stream-record.ts';
import type { OpenWindow } from '../event-source-mapping/tumbling-window.ts';

/** An input on one line. */
export function textOfInput(input: Input): string {
  switch (input.type) {
    case 'read':
      return `read ${numbersOf(input.records)}${input.atShardEnd ? ', the end of the shard' : ''}`;
    case 'read-failed':
      return `read-failed: ${input.message}`;
    case 'invoked': {
      const { outcome } = input;
      const answer = outcome.type === 'returned' ? outcome.payload : outcome.errorType;
      return `invoked ${input.batchId}: ${outcome.type} ${answer}`;
    }
    case 'discarded':
      return `discarded ${input.batchId}${input.failure ? `, undelivered: ${input.failure}` : ''}`;
    default:
      return input.type;
  }
}

/** An effect on one line. */
export function textOfEffect(effect: Effect): string {
  switch (effect.type) {
    case 'read': {
      const { position, limit } = effect;
      const from =
        'sequenceNumber' in position ? `after ${position.sequenceNumber}` : position.type;
      return `read up to ${limit} ${from}`;
    }
    case 'invoke': {
      const { id, requestId, records, attempts } = effect.batch;
      const state = effect.window ? ` with ${effect.window.state.slice(0, 40)}` : '';
      return `invoke ${id} (${requestId}, attempt ${attempts + 1}) ${numbersOf(records)}${state}`;
    }
    case 'discard': {
      const { batch, condition, checkpoint } = effect;
      const upTo = checkpoint === undefined ? '' : `, checkpoint ${checkpoint}`;
      return `discard ${batch.id} ${numbersOf(batch.records)} ${condition}${upTo}`;
    }
    case 'checkpoint':
      return `checkpoint ${textOfProgress(effect)}`;
    case 'wait':
      return `wait${effect.untilMs === undefined ? '' : ` until ${isoOf(effect.untilMs)}`}${
        effect.forRecords ? ' for records' : ''
      }`;
    case 'report':
      return `report ${effect.name}`;
    case 'finish':
      return `finish: ${effect.because}`;
  }
}

/** What is stored, on one line. */
export function textOfProgress({ sequenceNumber, openWindow }: Progress): string {
  const upTo = sequenceNumber === undefined ? [] : [`up to ${sequenceNumber}`];
  return [...upTo, ...(openWindow === undefined ? [] : [textOfWindow(openWindow)])].join(', ');
}

function textOfWindow(window: OpenWindow | null): string {
  return window ? `window ${isoOf(window.startMs)} ${window.state.slice(0, 40)}` : 'no window';
}

const isoOf = (atMs: number) => new Date(atMs).toISOString().slice(11, 23);

function numbersOf(records: readonly StreamRecord[]): string {
  return `[${records.map(({ sequenceNumber }) => Number(sequenceNumber.slice(1))).join(',')}]`;
}
