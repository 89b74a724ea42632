import type { EventSourceMappings } from '../../event-source-mapping/mappings.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { eventSourceMappingShape, showChanged } from './event-source-mapping-shape.ts';

export const deleteEventSourceMapping = operation<EventSourceMappings>()({
  name: 'DeleteEventSourceMapping',
  http: { method: 'DELETE', path: '/2015-03-31/event-source-mappings/{UUID}', status: 202 },
  input: structure({ UUID: required(string({ in: 'path' })) }),
  output: eventSourceMappingShape,
  handle: async (mappings, { UUID }, { scope }) => showChanged(await mappings.remove(scope, UUID)),
});
