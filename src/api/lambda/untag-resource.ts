import { list, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { TAGGABLE_ARN, type Taggable, taggedResource } from './tagged-resource.ts';

export const untagResource = operation<Taggable>()({
  name: 'UntagResource',
  http: { method: 'DELETE', path: '/2017-03-31/tags/{Resource+}', status: 204 },
  input: structure({
    Resource: required(string({ in: 'path', ...TAGGABLE_ARN })),
    TagKeys: required(list(string(), { in: 'query', as: 'tagKeys' })),
  }),
  output: structure({}),
  async handle(taggable, { Resource, TagKeys }, { scope }) {
    await taggedResource(taggable, Resource, scope).change({ remove: TagKeys });
    return {};
  },
});
