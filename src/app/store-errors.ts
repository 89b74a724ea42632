import type { Service } from '../api/operation.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { Events } from '../observe/events.ts';
import { StoreError, type StoreErrorCode } from '../store/store-error.ts';

/** What whoever writes can do something about, as opposed to a defect of ours. */
const TOLD: ReadonlySet<StoreErrorCode> = new Set(['Full', 'Broken', 'Damaged']);

/**
 * A service that also says what is wrong with the store: to the caller as a service that is not
 * available, which clients try again, and to whoever runs it.
 */
export function tellingStoreErrors(service: Service, events: Events): Service {
  const toAwsError = (error: unknown) => {
    if (!(error instanceof StoreError)) return service.toAwsError(error);
    // The models allow names that cannot be kept here; what AWS answers for them is not known.
    if (error.code === 'UnfitKey') return new AwsError('ValidationException', error.message);
    if (!TOLD.has(error.code)) return service.toAwsError(error);
    events.emit('warning', { message: error.message });
    return new AwsError('ServiceUnavailable', error.message, { status: 503, cause: error });
  };
  return { ...service, toAwsError };
}
