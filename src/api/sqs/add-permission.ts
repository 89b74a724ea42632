import { addPermission as withPermission } from '../../sqs/policy.ts';
import type { Queues } from '../../sqs/queues.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { given } from './parameters.ts';
import { queueNameOf } from './queue-url.ts';
import { flatList, queueUrlShape } from './shapes.ts';

export const addPermission = operation<Queues>()({
  name: 'AddPermission',
  input: structure({
    QueueUrl: queueUrlShape,
    Label: string(),
    AWSAccountIds: flatList('AWSAccountId', string()),
    Actions: flatList('ActionName', string()),
  }),
  output: structure({}),
  async handle(queues, { QueueUrl, Label, AWSAccountIds, Actions }, context) {
    const permission = {
      label: given(Label, 'Label'),
      accountIds: given(AWSAccountIds, 'AWSAccountIds'),
      actions: given(Actions, 'Actions'),
    };
    const name = queueNameOf(QueueUrl, context);
    await queues.changes.changePolicy(context.scope, name, (policy, arn) =>
      withPermission(policy, arn, permission),
    );
    return {};
  },
});
