import { mappingNotFound } from '../../event-source-mapping/mapping-error.ts';
import type { EventSourceMappings } from '../../event-source-mapping/mappings.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { eventSourceMappingShape, showMapping } from './event-source-mapping-shape.ts';

export const getEventSourceMapping = operation<EventSourceMappings>()({
  name: 'GetEventSourceMapping',
  http: { method: 'GET', path: '/2015-03-31/event-source-mappings/{UUID}' },
  input: structure({ UUID: required(string({ in: 'path' })) }),
  output: eventSourceMappingShape,
  handle(mappings, { UUID }, { scope }) {
    const mapping = mappings.get(scope, UUID);
    if (!mapping) throw mappingNotFound();
    return showMapping(mapping);
  },
});
