/** Why a mapping cannot be made or changed. */
export type MappingErrorCode = 'InvalidParameter' | 'AlreadyExists' | 'NotFound';

/** An error of the control plane of event source mappings. */
export class MappingError extends Error {
  readonly code: MappingErrorCode;

  constructor(code: MappingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MappingError';
    this.code = code;
  }
}

/** There is no mapping of that UUID in the account and region. */
export function mappingNotFound(): MappingError {
  return new MappingError('NotFound', 'The resource you requested does not exist.');
}
