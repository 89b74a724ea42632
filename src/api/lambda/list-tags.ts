import { map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { TAGGABLE_ARN, type Taggable, taggedResource } from './tagged-resource.ts';

export const listTags = operation<Taggable>()({
  name: 'ListTags',
  http: { method: 'GET', path: '/2017-03-31/tags/{Resource+}' },
  input: structure({ Resource: required(string({ in: 'path', ...TAGGABLE_ARN })) }),
  output: structure({ Tags: map(string()) }),
  handle: (taggable, { Resource }, { scope }) => ({
    Tags: { ...taggedResource(taggable, Resource, scope).tags },
  }),
});
