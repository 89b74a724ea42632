import { AwsError } from '../../aws/aws-error.ts';
import type { Functions } from '../../lambda/functions.ts';
import { bind, type Service } from '../operation.ts';
import { createEventSourceMapping, type MappingsWithIds } from './create-event-source-mapping.ts';
import { deleteEventSourceMapping } from './delete-event-source-mapping.ts';
import { functionErrorToAws } from './function-errors.ts';
import { functionOperations } from './functions.ts';
import { getEventSourceMapping } from './get-event-source-mapping.ts';
import { listEventSourceMappings } from './list-event-source-mappings.ts';
import { listTags } from './list-tags.ts';
import { mappingErrorToAws } from './mapping-errors.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateEventSourceMapping } from './update-event-source-mapping.ts';

/** Lambda: functions and event source mappings. */
export function lambdaService(functions: Functions, withIds: MappingsWithIds): Service {
  return {
    signingName: 'lambda',
    protocols: [{ name: 'rest-json' }],
    operations: [
      ...functionOperations(functions),
      ...bind(withIds, [createEventSourceMapping]),
      ...bind(withIds.mappings, [
        getEventSourceMapping,
        listEventSourceMappings,
        updateEventSourceMapping,
        deleteEventSourceMapping,
        listTags,
        tagResource,
        untagResource,
      ]),
    ],
    toAwsError: (error) =>
      error instanceof AwsError ? error : (mappingErrorToAws(error) ?? functionErrorToAws(error)),
  };
}
