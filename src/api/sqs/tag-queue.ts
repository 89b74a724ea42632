import type { Queues } from '../../sqs/queues.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { given } from './parameters.ts';
import { queueNameOf } from './queue-url.ts';
import { queueUrlShape, tagsShape } from './shapes.ts';

export const tagQueue = operation<Queues>()({
  name: 'TagQueue',
  input: structure({ QueueUrl: queueUrlShape, Tags: tagsShape }),
  output: structure({}),
  async handle(queues, { QueueUrl, Tags }, context) {
    const name = queueNameOf(QueueUrl, context);
    await queues.changes.changeTags(context.scope, name, { set: given(Tags, 'Tags') });
    return {};
  },
});
