import type { EventSourceMappings } from '../../event-source-mapping/mappings.ts';
import { map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { TAGGABLE_ARN, taggedMapping } from './tagged-mapping.ts';

export const tagResource = operation<EventSourceMappings>()({
  name: 'TagResource',
  http: { method: 'POST', path: '/2017-03-31/tags/{Resource+}', status: 204 },
  input: structure({
    Resource: required(string({ in: 'path', ...TAGGABLE_ARN })),
    Tags: required(map(string())),
  }),
  output: structure({}),
  async handle(mappings, { Resource, Tags }, { scope }) {
    const { uuid, tags } = taggedMapping(mappings, Resource, scope);
    await mappings.retag(scope, uuid, { ...tags, ...Tags });
    return {};
  },
});
