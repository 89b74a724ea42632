import type { StoredRecord } from './chunk-content.ts';
import { BEFORE_DATA, BEFORE_KEY, BEFORE_NUMBER, BEFORE_TIME, ENCRYPTED } from './record-text.ts';

/** A record as consumers get it. */
export interface StreamRecord extends StoredRecord {
  readonly sequenceNumber: string;
  /** The data as Base64 text, as it is kept. */
  readonly base64: string;
  /** Milliseconds since the Unix epoch. */
  readonly approximateArrivalTimestamp: number;
  /** Set where the stream was encrypted when it arrived. */
  readonly encryptionType?: 'KMS' | undefined;
  /** Its members as the text that is kept. */
  readonly json: RecordJson;
}

/**
 * JSON text in UTF-8 that has the members of a record: where the text of each begins in `bytes`, and
 * where it ends. The arrival time is in seconds; the partition key has its quotation marks. Records
 * share `bytes` only when they arrived together: whoever writes them may write their time once.
 */
interface RecordJson {
  readonly bytes: Buffer;
  readonly numberAt: number;
  readonly numberEnd: number;
  readonly timeAt: number;
  readonly timeEnd: number;
  readonly dataAt: number;
  readonly dataEnd: number;
  readonly keyAt: number;
  readonly keyEnd: number;
}

/** What the records of a chunk have in common. */
export interface CommonOfRecords {
  readonly bytes: Buffer;
  readonly arrivalMs: number;
  /** How long the arrival time is as text. */
  readonly timeBytes: number;
  readonly encryptionType: 'KMS' | undefined;
}

/** Where a record stands in the bytes of its chunk, and what is not told by its text. */
interface PlaceInChunk {
  readonly textAt: number;
  readonly dataAt: number;
  readonly dataEnd: number;
  /** Of the partition key, when nothing is escaped in it. */
  readonly keyBytes: number;
  readonly keyEnd: number;
  readonly explicitHashKey: string | undefined;
}

/**
 * A record that was read. It stays in its chunk, and its members are made when somebody looks at them:
 * most records go on to a function as the text that they are kept as.
 */
export class ReadRecord implements StreamRecord, RecordJson {
  readonly #common: CommonOfRecords;
  readonly #textAt: number;
  readonly #keyBytes: number;
  readonly dataAt: number;
  readonly dataEnd: number;
  readonly keyEnd: number;
  readonly explicitHashKey: string | undefined;
  #sequenceNumber: string | undefined;
  #data: Uint8Array | undefined;

  constructor(common: CommonOfRecords, place: PlaceInChunk) {
    this.#common = common;
    this.#textAt = place.textAt;
    this.#keyBytes = place.keyBytes;
    this.dataAt = place.dataAt;
    this.dataEnd = place.dataEnd;
    this.keyEnd = place.keyEnd;
    this.explicitHashKey = place.explicitHashKey;
  }

  get json(): RecordJson {
    return this;
  }

  get bytes(): Buffer {
    return this.#common.bytes;
  }

  get numberAt(): number {
    return this.#textAt + BEFORE_NUMBER.length;
  }

  get numberEnd(): number {
    return this.timeAt - BEFORE_TIME.length;
  }

  get timeAt(): number {
    return this.timeEnd - this.#common.timeBytes;
  }

  get timeEnd(): number {
    const encrypted = this.#common.encryptionType ? ENCRYPTED : '';
    return this.dataAt - BEFORE_DATA.length - encrypted.length;
  }

  get keyAt(): number {
    return this.dataEnd + BEFORE_KEY.length;
  }

  get sequenceNumber(): string {
    this.#sequenceNumber ??= this.bytes.toString('latin1', this.numberAt, this.numberEnd);
    return this.#sequenceNumber;
  }

  get partitionKey(): string {
    const { bytes, keyAt, keyEnd } = this;
    // As many bytes in JSON as without: nothing is escaped.
    return this.#keyBytes === keyEnd - keyAt - 2
      ? bytes.toString('utf8', keyAt + 1, keyEnd - 1)
      : JSON.parse(bytes.toString('utf8', keyAt, keyEnd));
  }

  get base64(): string {
    return this.bytes.toString('latin1', this.dataAt, this.dataEnd);
  }

  get data(): Uint8Array {
    this.#data ??= Buffer.from(this.base64, 'base64');
    return this.#data;
  }

  get approximateArrivalTimestamp(): number {
    return this.#common.arrivalMs;
  }

  get encryptionType(): 'KMS' | undefined {
    return this.#common.encryptionType;
  }
}
