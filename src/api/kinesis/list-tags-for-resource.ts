import type { Streams } from '../../kinesis/streams.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describedTags } from './described.ts';
import { namedResource } from './named-resource.ts';
import { resourceMembers, tagList } from './shapes.ts';

/** Lists the tags of a stream or a consumer in the order of their keys. */
export const listTagsForResource = operation<Streams>()({
  name: 'ListTagsForResource',
  input: structure(resourceMembers),
  output: structure({ Tags: tagList }),
  handle(streams, input, { scope }) {
    return { Tags: describedTags(namedResource(streams, input, scope).describe().tags) };
  },
});
