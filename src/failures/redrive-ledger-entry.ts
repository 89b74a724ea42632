/** What the ledger says of sends that are about the same consumer and shard. */
export interface LedgerPlace {
  /** Who has the records once they were sent: see `RedriveTarget.audienceOf`. */
  readonly audience: string;
  /** The target, for people. */
  readonly target: string;
  readonly streamArn: string;
  readonly shardId: string;
}

/** One line of a ledger. `records` are names of records; what was answered counts them from 0. */
export type LedgerEntry =
  | ({
      readonly type: 'sending';
      readonly id: number;
      readonly atMs: number;
      readonly records: readonly string[];
    } & LedgerPlace)
  | {
      readonly type: 'answered';
      readonly id: number;
      readonly atMs: number;
      readonly sent: readonly number[];
      /** What certainly did not arrive; all others stay unknown. */
      readonly failed: readonly number[];
      readonly reason?: string;
    }
  /** Somebody looked, and says that these had arrived. */
  | ({
      readonly type: 'accepted';
      readonly atMs: number;
      readonly records: readonly string[];
    } & LedgerPlace);

/** A ledger that cannot be used. `code` says why; the message tells what to do. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: 'damaged' | 'in-use' | 'unwritable';

  constructor(code: LedgerError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The first line of a ledger: nobody's other file is taken for one. */
export const LEDGER_HEADER = '{"ledger":"sluicebox failures redrive","version":1}';

/** An entry as its line; times are written for people. */
export function ledgerLine({ atMs, ...entry }: LedgerEntry): string {
  return `${JSON.stringify({ at: new Date(atMs).toISOString(), ...entry })}\n`;
}

/**
 * The entries of a ledger, and how many bytes of it are whole lines: the last line is torn when the
 * writer was killed in the middle of it, and then nothing followed from it yet.
 *
 * @throws LedgerError `damaged` for any other line that is no entry
 */
export function readLedger(text: string): { entries: LedgerEntry[]; wholeBytes: number } {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const [header, ...lines] = whole.split('\n').slice(0, -1);
  if (header !== undefined && header !== LEDGER_HEADER) {
    throw new LedgerError('damaged', 'It does not begin as a ledger of this version does.');
  }
  if (header === undefined && !LEDGER_HEADER.startsWith(text)) {
    throw new LedgerError('damaged', 'It is not a ledger.');
  }
  const entries = lines.map((line, index) => entryOf(line, index + 2));
  return { entries, wholeBytes: Buffer.byteLength(whole) };
}

function entryOf(line: string, number: number): LedgerEntry {
  const entry = parse(line);
  if (entry && Number.isFinite(entry.atMs) && isWhole(entry)) return entry;
  throw new LedgerError('damaged', `Line ${number} is not an entry of a ledger.`);
}

function parse(line: string): LedgerEntry | undefined {
  try {
    const { at, ...rest } = JSON.parse(line);
    return { ...rest, atMs: Date.parse(at) };
  } catch {
    return undefined;
  }
}

/** The members of each kind of entry that have to be there, and what they hold. */
const MEMBERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sending: {
    id: 'number',
    audience: 'string',
    streamArn: 'string',
    shardId: 'string',
    records: 'object',
  },
  answered: { id: 'number', sent: 'object', failed: 'object' },
  accepted: { audience: 'string', streamArn: 'string', shardId: 'string', records: 'object' },
};

function isWhole(entry: LedgerEntry): boolean {
  const members = Object.entries(MEMBERS[entry.type] ?? { type: 'never' });
  return members.every(([name, type]) => {
    const value = (entry as unknown as Record<string, unknown>)[name];
    return type === 'object' ? Array.isArray(value) : typeof value === type;
  });
}
