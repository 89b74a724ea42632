/** Why a store could not be opened or used. */
export type StoreErrorCode = 'FolderInUse' | 'ForeignFormat' | 'Closed';

/** An error of the store itself. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
