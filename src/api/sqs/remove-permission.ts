import { removePermission as withoutPermission } from '../../sqs/policy.ts';
import type { Queues } from '../../sqs/queues.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { given } from './parameters.ts';
import { queueNameOf } from './queue-url.ts';
import { queueUrlShape } from './shapes.ts';

export const removePermission = operation<Queues>()({
  name: 'RemovePermission',
  input: structure({ QueueUrl: queueUrlShape, Label: string() }),
  output: structure({}),
  async handle(queues, { QueueUrl, Label }, context) {
    const label = given(Label, 'Label');
    const name = queueNameOf(QueueUrl, context);
    await queues.changes.changePolicy(context.scope, name, (policy) =>
      withoutPermission(policy, label),
    );
    return {};
  },
});
