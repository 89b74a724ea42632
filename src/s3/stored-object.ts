import type { Checksums } from './checksums.ts';

/** What a reader of an object is told as it was told to S3, without that it means anything here. */
export interface ObjectHeaders {
  readonly contentType?: string | undefined;
  readonly cacheControl?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentLanguage?: string | undefined;
  readonly expires?: string | undefined;
}

/** An object without its bytes. */
export interface StoredObject {
  readonly key: string;
  readonly size: number;
  /** The MD5 of the bytes in hexadecimal digits, without quotes around it. */
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly headers: ObjectHeaders;
  /** What the owner keeps with the object; names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Those that were given when it was put. */
  readonly checksums: Checksums;
}
