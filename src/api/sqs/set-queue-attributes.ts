import type { Queues } from '../../sqs/queues.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { given } from './parameters.ts';
import { parseAttributes } from './queue-attributes.ts';
import { queueNameOf } from './queue-url.ts';
import { attributesShape, queueUrlShape } from './shapes.ts';

export const setQueueAttributes = operation<Queues>()({
  name: 'SetQueueAttributes',
  input: structure({ QueueUrl: queueUrlShape, Attributes: attributesShape }),
  output: structure({}),
  async handle(queues, { QueueUrl, Attributes }, context) {
    const name = queueNameOf(QueueUrl, context);
    const change = parseAttributes(given(Attributes, 'Attributes'));
    await queues.changes.changeSettings(context.scope, name, change);
    return {};
  },
});
