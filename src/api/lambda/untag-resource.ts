import type { EventSourceMappings } from '../../event-source-mapping/mappings.ts';
import { list, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { TAGGABLE_ARN, taggedMapping } from './tagged-mapping.ts';

export const untagResource = operation<EventSourceMappings>()({
  name: 'UntagResource',
  http: { method: 'DELETE', path: '/2017-03-31/tags/{Resource+}', status: 204 },
  input: structure({
    Resource: required(string({ in: 'path', ...TAGGABLE_ARN })),
    TagKeys: required(list(string(), { in: 'query', as: 'tagKeys' })),
  }),
  output: structure({}),
  async handle(mappings, { Resource, TagKeys }, { scope }) {
    const { uuid, tags } = taggedMapping(mappings, Resource, scope);
    const rest = Object.entries(tags).filter(([key]) => !TagKeys.includes(key));
    await mappings.retag(scope, uuid, Object.fromEntries(rest));
    return {};
  },
});
