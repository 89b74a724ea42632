import type { EventSourceMappings } from '../../event-source-mapping/mappings.ts';
import { map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { TAGGABLE_ARN, taggedMapping } from './tagged-mapping.ts';

export const listTags = operation<EventSourceMappings>()({
  name: 'ListTags',
  http: { method: 'GET', path: '/2017-03-31/tags/{Resource+}' },
  input: structure({ Resource: required(string({ in: 'path', ...TAGGABLE_ARN })) }),
  output: structure({ Tags: map(string()) }),
  handle: (mappings, { Resource }, { scope }) => ({
    Tags: { ...taggedMapping(mappings, Resource, scope).tags },
  }),
});
