import type { Report } from '../event-source-mapping/effect.ts';
import { type Pace, refusalDelayMs, retryDelayMs } from '../event-source-mapping/pace.ts';
import { SHARD_END } from '../event-source-mapping/ports.ts';
import type { Progress } from '../event-source-mapping/progress.ts';
import {
  type Fate,
  type Invocation,
  type Meaning,
  type Piece,
  pieceOf,
  type Run,
  runOf,
  type ShardFacts,
  type SimulatedRecord,
} from './facts.ts';
import { INVARIANTS } from './invariants/all.ts';
import {
  type Breach,
  type DiscardSeen,
  deliveryKey,
  type Invariant,
  type Known,
  type ReadSeen,
} from './invariants/invariant.ts';
import type { PlannedSettings } from './plan.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { VirtualStream } from './virtual-stream.ts';
import { finishWindow } from './window-facts.ts';

/** The first law that was broken. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
  readonly atMs: number;
}

type Hook = Exclude<keyof Invariant, 'name'>;
type Seen<Name extends Hook> = Parameters<NonNullable<Invariant[Name]>>[0];

/** The part of a law that looks at one thing that can be seen. */
interface Check {
  readonly name: string;
  readonly look: (seen: unknown, known: Known) => Breach;
}

const CHECKS: { readonly [Name in Hook]: readonly Check[] } = {
  read: checksOf('read'),
  invoked: checksOf('invoked'),
  answered: checksOf('answered'),
  discarded: checksOf('discarded'),
  stored: checksOf('stored'),
  windowStored: checksOf('windowStored'),
  acted: checksOf('acted'),
  over: checksOf('over'),
  ended: checksOf('ended'),
};

function checksOf(hook: Hook): Check[] {
  const laws = INVARIANTS.filter((invariant) => invariant[hook] !== undefined);
  return laws.map((law) => ({ name: law.name, look: law[hook] as Check['look'] }));
}

/**
 * Writes down what the world sees of the engine, holds it against the laws, and foretells what must
 * follow. It knows AWS's rules from their description and shares no decision with the engine.
 */
export class Chronicle implements Known {
  readonly runs: Run[] = [];
  readonly requestIds = new Map<string, Piece>();
  readonly unreported = new Map<string, Run>();
  readonly unstored = new Set<ShardFacts>();
  readonly pace: Pace;
  violation: Violation | undefined;
  defect: string | undefined;
  invocations = 0;
  /** When something last happened that was not a read. */
  progressAtMs = 0;
  readonly #clock: VirtualClock;
  readonly #stream: VirtualStream;

  constructor(options: { clock: VirtualClock; stream: VirtualStream; pace: Pace }) {
    this.#clock = options.clock;
    this.#stream = options.stream;
    this.pace = options.pace;
  }

  get nowMs(): number {
    return this.#clock.now();
  }

  get retentionMs(): number {
    return this.#stream.retentionMs;
  }

  get shards(): readonly ShardFacts[] {
    return this.#stream.shards;
  }

  get records(): readonly SimulatedRecord[] {
    return this.#stream.records;
  }

  /** A new life of the mapping, from what is stored. */
  begin(settings: PlannedSettings): Run {
    const run: Run = {
      id: this.runs.length + 1,
      settings,
      startedAtMs: this.nowMs,
      stoppingAtMs: undefined,
      endedAtMs: undefined,
      shards: new Map(),
    };
    this.runs.push(run);
    for (const shard of this.shards) runOf(run, shard);
    return run;
  }

  over(run: Run, how: 'stopped' | 'crashed'): void {
    this.#check('over', { run, how });
    run.endedAtMs = this.nowMs;
  }

  /** The mapping asks something of the world. */
  acted(run: Run, what: string): void {
    this.#check('acted', { run, what });
  }

  /** A read begins. */
  reading(run: Run, shard: ShardFacts): void {
    runOf(run, shard).beganAtMs ??= this.nowMs;
  }

  read(seen: ReadSeen): void {
    const { run, records } = seen;
    this.#check('read', seen);
    for (const record of records) {
      record.readIn = run.id;
      if (run.settings.isFiltered && !record.put.isWanted) this.#settle(run, record, 'filtered');
    }
  }

  invoked(invocation: Invocation): void {
    const { run, shard, records, requestId } = invocation;
    this.#check('invoked', invocation);
    this.progressAtMs = this.nowMs;
    this.invocations++;
    runOf(run, shard).inFlight.add(invocation);
    const piece = pieceOf(invocation) ?? this.#foretell(run, records);
    if (records.length === 0) runOf(run, shard).finalInvoke = piece;
    piece.records = records;
    piece.requestId = requestId;
    this.requestIds.set(requestId, piece);
  }

  answered(invocation: Invocation, meaning: Meaning): void {
    const { run, shard, records } = invocation;
    this.#check('answered', { invocation, meaning });
    this.progressAtMs = this.nowMs;
    runOf(run, shard).inFlight.delete(invocation);
    if (meaning.type === 'succeeded' || meaning.type === 'partly') {
      const covered = meaning.type === 'partly' ? records.slice(0, meaning.failedFrom) : records;
      for (const record of covered) this.#settle(run, record, 'acknowledged');
      finishWindow({ run, shard, records: covered }, meaning.state);
      if (meaning.type === 'partly') this.#foretell(run, records.slice(meaning.failedFrom));
      else runOf(run, shard).finishedAtMs = this.nowMs;
      return;
    }
    const piece = pieceOf(invocation) as Piece;
    if (meaning.type === 'refused') {
      piece.refusals++;
      piece.notBeforeMs = this.nowMs + refusalDelayMs(this.pace, piece.refusals);
      return;
    }
    if (run.settings.bisectBatchOnFunctionError && records.length > 1) {
      const half = Math.floor(records.length / 2);
      this.#foretell(run, records.slice(0, half));
      this.#foretell(run, records.slice(half));
      return;
    }
    piece.failures++;
    piece.refusals = 0;
    piece.functionError = meaning.functionError;
    piece.notBeforeMs = this.nowMs + retryDelayMs(this.pace, piece.failures);
  }

  discarded(seen: DiscardSeen): void {
    const { run, shard, records, fate, message } = seen;
    this.#check('discarded', seen);
    this.progressAtMs = this.nowMs;
    for (const record of records) this.#settle(run, record, fate);
    finishWindow({ run, shard, records }, undefined);
    const state = runOf(run, shard);
    state.finishedAtMs = this.nowMs;
    const { condition } = message.requestContext;
    if (condition === 'RecordAgeExceeded') state.expiredAtMs = this.nowMs;
    if (fate !== 'undelivered') return;
    const { requestId } = message.requestContext;
    const { startSequenceNumber } = message.KinesisBatchInfo;
    const sequenceNumbers = startSequenceNumber === undefined ? [] : [startSequenceNumber];
    this.unreported.set(deliveryKey({ requestId, sequenceNumbers }), run);
  }

  /** The mapping has reported something. */
  reported({ name, event }: Report): void {
    if (name === 'batch-failed') this.progressAtMs = this.nowMs;
    if (name === 'destination-failed') this.unreported.delete(deliveryKey(event));
  }

  /** A checkpoint, or the end of a shard, is stored, or a tumbling window, or both. */
  stored(run: Run, shard: ShardFacts, { sequenceNumber, openWindow }: Progress): void {
    const isEnd = sequenceNumber === SHARD_END;
    const isRecord = sequenceNumber !== undefined && !isEnd;
    const record = isRecord ? this.#stream.find(sequenceNumber) : undefined;
    if (isEnd || record) this.#check('stored', { run, shard, record });
    this.#check('windowStored', { run, shard, record, openWindow });
    this.unstored.delete(shard);
    if (isEnd || record) shard.storedIndex = record?.indexInShard ?? shard.records.length - 1;
    shard.isStoredAsEnded ||= isEnd;
    if (openWindow !== undefined) shard.storedWindow = openWindow ?? undefined;
    this.progressAtMs = this.nowMs;
  }

  /** The history is over. */
  end(): void {
    this.#check('ended', undefined);
  }

  #foretell(run: Run, records: readonly SimulatedRecord[]): Piece {
    const piece: Piece = {
      run,
      records,
      requestId: undefined,
      failures: 0,
      refusals: 0,
      notBeforeMs: 0,
      functionError: undefined,
    };
    for (const record of records) record.piece = piece;
    return piece;
  }

  #settle(run: Run, record: SimulatedRecord, fate: Fate): void {
    record.fate = fate;
    record.settledIn = run.id;
  }

  #check<Name extends Hook>(hook: Name, seen: Seen<Name>): void {
    if (this.violation) return;
    for (const { name, look } of CHECKS[hook]) {
      const what = look(seen, this);
      if (what === undefined) continue;
      this.violation = { invariant: name, what, atMs: this.nowMs };
      return;
    }
  }
}
