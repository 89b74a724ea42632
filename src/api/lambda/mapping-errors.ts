import { AwsError } from '../../aws/aws-error.ts';
import { MappingError, type MappingErrorCode } from '../../event-source-mapping/mapping-error.ts';

/** Every error of the mappings with its name and status at AWS. */
export const NAMES: Readonly<Record<MappingErrorCode, readonly [name: string, status: number]>> = {
  InvalidParameter: ['InvalidParameterValueException', 400],
  AlreadyExists: ['ResourceConflictException', 409],
  NotFound: ['ResourceNotFoundException', 404],
};

/** Maps what the mappings threw to AWS's form; undefined for what they did not throw. */
export function mappingErrorToAws(error: unknown): AwsError | undefined {
  if (!(error instanceof MappingError)) return undefined;
  const [name, status] = NAMES[error.code];
  return new AwsError(name, error.message, { status, members: { Type: 'User' }, cause: error });
}
