import { noSuchKey, S3Error } from './s3-error.ts';
import type { StoredObject } from './stored-object.ts';

/** What must hold of an object for it to be read. Several ETags are apart by commas. */
export interface ReadConditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSinceMs?: number | undefined;
  readonly ifUnmodifiedSinceMs?: number | undefined;
}

/** What must hold of the object that is there, or is not, for it to be replaced or deleted. */
export interface WriteConditions {
  readonly ifMatch?: string | undefined;
  /** Only `*`: there must be none. */
  readonly ifNoneMatch?: '*' | undefined;
}

/**
 * Checks the conditions of a read, in the order of RFC 9110, section 13.2.2.
 *
 * @throws S3Error PreconditionFailed, or NotModified
 */
export function checkRead(object: StoredObject, conditions: ReadConditions): void {
  const { ifMatch, ifNoneMatch, ifModifiedSinceMs, ifUnmodifiedSinceMs } = conditions;
  // Dates of HTTP have whole seconds.
  const modifiedMs = Math.floor(object.lastModifiedMs / 1000) * 1000;
  if (ifMatch !== undefined) {
    if (!names(ifMatch, object)) throw preconditionFailed('If-Match');
  } else if (ifUnmodifiedSinceMs !== undefined && modifiedMs > ifUnmodifiedSinceMs)
    throw preconditionFailed('If-Unmodified-Since');
  if (ifNoneMatch !== undefined) {
    if (names(ifNoneMatch, object)) throw notModified();
  } else if (ifModifiedSinceMs !== undefined && modifiedMs <= ifModifiedSinceMs)
    throw notModified();
}

/**
 * Checks the conditions of a write.
 *
 * @throws S3Error PreconditionFailed, or NoSuchKey when an object was to be replaced
 */
export function checkWrite(
  object: StoredObject | undefined,
  key: string,
  { ifMatch, ifNoneMatch }: WriteConditions,
): void {
  if (ifNoneMatch !== undefined && object) throw preconditionFailed('If-None-Match');
  if (ifMatch === undefined) return;
  if (!object) throw noSuchKey(key);
  if (!names(ifMatch, object)) throw preconditionFailed('If-Match');
}

function names(etags: string, { etag }: StoredObject): boolean {
  const named = etags.split(',').map((text) => text.trim().replace(/^(W\/)?"(.*)"$/, '$2'));
  return named.includes('*') || named.includes(etag);
}

const notModified = () => new S3Error('NotModified', 'Not Modified');

const preconditionFailed = (condition: string) =>
  new S3Error(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { Condition: condition },
  );
