import { AwsError } from '../../aws/aws-error.ts';
import type { EventSourceMappings } from '../../event-source-mapping/mappings.ts';
import type { Functions } from '../../lambda/functions.ts';
import { bind, type Service } from '../operation.ts';
import { functionErrorToAws } from './function-errors.ts';
import { functionOperations } from './functions.ts';
import { getEventSourceMapping } from './get-event-source-mapping.ts';
import { listEventSourceMappings } from './list-event-source-mappings.ts';

/** Lambda: functions and event source mappings. */
export function lambdaService(functions: Functions, mappings: EventSourceMappings): Service {
  return {
    signingName: 'lambda',
    protocols: [{ name: 'rest-json' }],
    operations: [
      ...functionOperations(functions),
      ...bind(mappings, [getEventSourceMapping, listEventSourceMappings]),
    ],
    toAwsError: (error) => (error instanceof AwsError ? error : functionErrorToAws(error)),
  };
}
