import type { Queues } from '../../sqs/queues.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { given } from './parameters.ts';
import { parseAttributes } from './queue-attributes.ts';
import { queueUrl } from './queue-url.ts';
import { attributesShape, tagsShape } from './shapes.ts';

export const createQueue = operation<Queues>()({
  name: 'CreateQueue',
  input: structure({ QueueName: string(), Attributes: attributesShape, tags: tagsShape }),
  output: structure({ QueueUrl: string() }),
  async handle(queues, { QueueName, Attributes, tags }, context) {
    const name = given(QueueName, 'QueueName');
    const settings = parseAttributes(Attributes);
    await queues.createQueue(context.scope, name, { settings, ...(tags && { tags }) });
    return { QueueUrl: queueUrl(context, name) };
  },
});
