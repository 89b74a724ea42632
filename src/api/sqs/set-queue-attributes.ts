import type { Queues } from '../../sqs/queues.ts';
import { map, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { given } from './parameters.ts';
import { parseAttributes } from './queue-attributes.ts';
import { queueNameOf } from './queue-url.ts';

export const setQueueAttributes = operation<Queues>()({
  name: 'SetQueueAttributes',
  input: structure({ QueueUrl: string(), Attributes: map(string()) }),
  output: structure({}),
  async handle(queues, { QueueUrl, Attributes }, context) {
    const name = queueNameOf(QueueUrl, context);
    const change = parseAttributes(given(Attributes, 'Attributes'));
    await queues.changeQueueSettings(context.scope, name, change);
    return {};
  },
});
