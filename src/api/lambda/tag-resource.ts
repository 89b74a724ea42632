import { map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { TAGGABLE_ARN, type Taggable, taggedResource } from './tagged-resource.ts';

export const tagResource = operation<Taggable>()({
  name: 'TagResource',
  http: { method: 'POST', path: '/2017-03-31/tags/{Resource+}', status: 204 },
  input: structure({
    Resource: required(string({ in: 'path', ...TAGGABLE_ARN })),
    Tags: required(map(string())),
  }),
  output: structure({}),
  async handle(taggable, { Resource, Tags }, { scope }) {
    await taggedResource(taggable, Resource, scope).change({ set: Tags });
    return {};
  },
});
