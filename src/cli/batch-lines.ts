import type { BatchEvent, EventMap } from '../observe/events.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** The events of which the tree of a batch is drawn. */
export const BATCH_EVENTS = [
  'batch-invoked',
  'batch-succeeded',
  'batch-partly-succeeded',
  'batch-failed',
  'batch-split',
  'batch-discarded',
  'destination-failed',
] as const;

type BatchEventName = (typeof BATCH_EVENTS)[number];

/** A batch in the tree: a batch as it was read, or a part that was cut from one. */
interface Node {
  readonly root: Root;
  /** What stands before the node's own first line, and before every line below it. */
  readonly lead: string;
  readonly indent: string;
  lastError: string | undefined;
}

/** A batch as it was read, with all that became of it. */
interface Root {
  readonly startedMs: number;
  unresolved: number;
  invocations: number;
}

/**
 * Draws what happens to batches as trees of lines, line by line as it happens. Batches of several
 * shards may take turns; whenever they do, the shard is named again.
 */
export class BatchLines {
  readonly #style: Style;
  readonly #nodes = new Map<string, Node>();
  #lastRoot: Root | undefined;

  constructor(style: Style) {
    this.#style = style;
  }

  /** The lines that an event adds, at time `nowMs`. */
  take<Name extends BatchEventName>(name: Name, event: EventMap[Name], nowMs: number): string[] {
    const node = this.#node(event, nowMs);
    if (name === 'batch-invoked') {
      node.root.invocations++;
      return [];
    }
    const lines = this.#draw(name, event as never, { node, nowMs });
    const header = this.#lastRoot === node.root ? [] : [this.#header(event, node.root)];
    this.#lastRoot = node.root;
    return [...header, ...lines, ...this.#resolve(name, { event, node, nowMs })];
  }

  #draw(
    name: BatchEventName,
    event: never,
    { node, nowMs }: { node: Node; nowMs: number },
  ): string[] {
    const drawers: { [Name in BatchEventName]: (event: EventMap[Name]) => string[] } = {
      'batch-invoked': () => [],
      'batch-succeeded': (e) => [this.#attempt(node, e, this.#style.good('✓ processed'))],
      'batch-partly-succeeded': (e) => [
        this.#attempt(node, e, this.#style.warn(`◐ ${e.processed} of ${sizeOf(e)} processed`)),
      ],
      'batch-failed': (e) => [this.#attempt(node, e, this.#failure(node, e, nowMs))],
      'batch-split': (e) => this.#split(node, e),
      'batch-discarded': (e) => [this.#discarded(node, e)],
      'destination-failed': (e) => [
        `${node.indent}${this.#style.bad('⊘ given up, and the failure record was refused:')} ` +
          `${nameOf(e.destinationArn)}: ${printable(e.reason)}`,
      ],
    };
    return drawers[name](event);
  }

  #attempt(node: Node, event: BatchEvent & { durationMs: number }, result: string): string {
    const lead = event.attempt === 1 ? node.lead : node.indent;
    const what = event.attempt === 1 ? recordsText(sizeOf(event)) : `attempt ${event.attempt}`;
    const took = this.#style.faint(`${Math.round(event.durationMs)} ms`.padStart(6));
    return `${lead}${what.padEnd(10)} ${took}  ${result}`;
  }

  #failure(node: Node, event: EventMap['batch-failed'], nowMs: number): string {
    const { type, message } = event.failure;
    const text = `${type}: ${message}`;
    const shown = text === node.lastError ? 'the same error' : printable(text);
    node.lastError = text;
    const retry =
      event.willRetryAtMs === undefined
        ? ''
        : ` · again in ${Math.max(0, event.willRetryAtMs - nowMs)} ms`;
    return `${this.#style.bad(`✗ ${shown}`)}${this.#style.faint(retry)}`;
  }

  #split(node: Node, { batchId, childIds }: EventMap['batch-split']): string[] {
    const { root, indent } = node;
    root.unresolved += childIds.length - 1;
    this.#nodes.delete(batchId);
    for (const id of childIds) {
      const [fork, below] = id === childIds.at(-1) ? ['└─ ', '   '] : ['├─ ', '│  '];
      const lines = { lead: `${indent}${fork}`, indent: `${indent}${below}` };
      this.#nodes.set(id, { root, ...lines, lastError: undefined });
    }
    return [];
  }

  #discarded(node: Node, event: EventMap['batch-discarded']): string {
    const why =
      event.condition === 'RecordAgeExceeded'
        ? 'older than the maximum record age'
        : `after ${event.attempt} ${event.attempt === 1 ? 'attempt' : 'attempts'}`;
    const where = event.destinationArn
      ? `→ ${this.#style.strong(nameOf(event.destinationArn))}`
      : 'and forgotten: the mapping has no on-failure destination';
    return `${node.indent}${this.#style.bad('⊘ given up')} ${why} ${where}`;
  }

  /** The closing line, once nothing is left to do of a batch that took more than one invocation. */
  #resolve(
    name: BatchEventName,
    { event, node, nowMs }: { event: BatchEvent; node: Node; nowMs: number },
  ): string[] {
    const ends = ['batch-succeeded', 'batch-discarded', 'destination-failed'];
    if (!ends.includes(name)) return [];
    this.#nodes.delete(event.batchId);
    const { root } = node;
    root.unresolved--;
    if (root.unresolved > 0 || root.invocations <= 1) return [];
    const took = nowMs - root.startedMs;
    return [this.#style.faint(`  resolved in ${took} ms with ${root.invocations} invocations`)];
  }

  #header({ eventSourceArn, functionArn, shardId }: BatchEvent, root: Root): string {
    const ends = `${streamOf(eventSourceArn)} → ${functionOf(functionArn)}`;
    const again = root.invocations > 1 ? ' (continued)' : '';
    return this.#style.faint(`▸ ${ends} · ${shardId}${again}`);
  }

  #node({ batchId }: BatchEvent, nowMs: number): Node {
    const known = this.#nodes.get(batchId);
    if (known) return known;
    const root = { startedMs: nowMs, unresolved: 1, invocations: 0 };
    const node = { root, lead: '  ', indent: '  ', lastError: undefined };
    this.#nodes.set(batchId, node);
    return node;
  }
}

const sizeOf = (event: BatchEvent) => event.sequenceNumbers.length;

/** A batch without records is the final invoke of a tumbling window. */
function recordsText(count: number): string {
  if (count === 0) return 'window end';
  return count === 1 ? '1 record' : `${count} records`;
}

/** The stream that the ARN of a stream, or of a consumer of it, names. */
function streamOf(eventSourceArn: string): string {
  return eventSourceArn.split('/')[1] ?? eventSourceArn;
}

/** The function that an ARN names, with the version or the alias. */
function functionOf(functionArn: string): string {
  return functionArn.split(':').slice(6).join(':') || functionArn;
}

/** The name that an ARN ends with. */
function nameOf(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
}
