/** Why a store could not be opened or used. */
export type StoreErrorCode =
  | 'FolderInUse'
  | 'ForeignFormat'
  | 'Closed'
  /** A name that was given is too long for a key, or has U+0000 in it. */
  | 'UnfitKey'
  /** What is kept is not what was written. */
  | 'Damaged'
  /** Nothing was written, because there is no room, or the file may not grow. */
  | 'Full'
  /** The disk failed; nothing more is written. */
  | 'Broken';

/** An error of the store itself. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
