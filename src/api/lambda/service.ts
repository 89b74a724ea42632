import { AwsError } from '../../aws/aws-error.ts';
import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { bind, type Service } from '../operation.ts';
import { createEventSourceMapping, type MappingsWithIds } from './create-event-source-mapping.ts';
import { deleteEventSourceMapping } from './delete-event-source-mapping.ts';
import { functionErrorToAws } from './function-errors.ts';
import { functionOperations } from './functions.ts';
import { getEventSourceMapping } from './get-event-source-mapping.ts';
import { layerOperations } from './layers.ts';
import { listEventSourceMappings } from './list-event-source-mappings.ts';
import { listTags } from './list-tags.ts';
import { mappingErrorToAws } from './mapping-errors.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateEventSourceMapping } from './update-event-source-mapping.ts';

/**
 * How large a request may be, so that an archive of 50 MB fits in as Base64. Source: the text of
 * AWS's own refusal.
 */
const REQUEST_BYTES = 70_167_211;

/** Lambda: functions, layers and event source mappings. */
export function lambdaService(controlPlane: ControlPlane, withIds: MappingsWithIds): Service {
  const { mappings } = withIds;
  return {
    signingName: 'lambda',
    protocols: [{ name: 'rest-json' }],
    maxBodyBytes: REQUEST_BYTES,
    // Seen in its answers about architectures and CORS methods.
    validationWords: { namesNullOfElements: true },
    operations: [
      ...functionOperations(controlPlane),
      ...layerOperations(controlPlane.layers),
      ...bind(withIds, [createEventSourceMapping]),
      ...bind(mappings, [
        getEventSourceMapping,
        listEventSourceMappings,
        updateEventSourceMapping,
        deleteEventSourceMapping,
      ]),
      ...bind({ ...controlPlane, mappings }, [listTags, tagResource, untagResource]),
    ],
    toAwsError: (error) =>
      error instanceof AwsError ? error : (mappingErrorToAws(error) ?? functionErrorToAws(error)),
  };
}
