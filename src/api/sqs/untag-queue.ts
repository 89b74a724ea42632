import type { Queues } from '../../sqs/queues.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { given } from './parameters.ts';
import { queueNameOf } from './queue-url.ts';
import { flatList, queueUrlShape } from './shapes.ts';

export const untagQueue = operation<Queues>()({
  name: 'UntagQueue',
  input: structure({ QueueUrl: queueUrlShape, TagKeys: flatList('TagKey', string()) }),
  output: structure({}),
  async handle(queues, { QueueUrl, TagKeys }, context) {
    const name = queueNameOf(QueueUrl, context);
    await queues.changes.changeTags(context.scope, name, { remove: given(TagKeys, 'TagKeys') });
    return {};
  },
});
