import { functionArnOf } from '../../event-source-mapping/mapping.ts';
import { MappingError } from '../../event-source-mapping/mapping-error.ts';
import type { EventSourceMappings } from '../../event-source-mapping/mappings.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { eventSourceMappingShape, showChanged } from './event-source-mapping-shape.ts';
import { FUNCTION_NAME } from './function-shapes.ts';
import { givenSettings, refusal, refusedMembers, settingsMembers } from './mapping-input.ts';

export const updateEventSourceMapping = operation<EventSourceMappings>()({
  name: 'UpdateEventSourceMapping',
  http: { method: 'PUT', path: '/2015-03-31/event-source-mappings/{UUID}', status: 202 },
  input: structure({
    UUID: required(string({ in: 'path' })),
    FunctionName: string(FUNCTION_NAME),
    ...settingsMembers,
    ...refusedMembers,
  }),
  output: eventSourceMappingShape,
  async handle(mappings, request, { scope }) {
    const problem = refusal(request);
    if (problem) throw new MappingError('InvalidParameter', problem);
    const { UUID, FunctionName, Enabled } = request;
    const mapping = await mappings.update(scope, UUID, {
      functionArn: FunctionName === undefined ? undefined : functionArnOf(scope, FunctionName),
      isEnabled: Enabled,
      settings: givenSettings(request),
    });
    return showChanged(mapping);
  },
});
