import { expect, test } from 'vitest';
import { addPermission } from './add-permission.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { removePermission } from './remove-permission.ts';
import { setQueueAttributes } from './set-queue-attributes.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

const QueueUrl = QUEUE_URL;
const ARN = 'arn:aws:sqs:eu-central-1:123456789012:orders';
const PERMISSION = {
  Label: 'friend',
  AWSAccountIds: ['111111111111'],
  Actions: ['ReceiveMessage'],
};
const STATEMENT = {
  Sid: 'friend',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111111111111:root' },
  Action: 'SQS:ReceiveMessage',
  Resource: ARN,
};

async function start() {
  const world = await startSqs();
  const { ask, fail } = world;
  const policy = async () => {
    const input = { QueueUrl, AttributeNames: ['Policy'] };
    const { Attributes } = await ask(getQueueAttributes, input);
    return Attributes?.Policy && JSON.parse(Attributes.Policy);
  };
  const add = (more: object = {}) => ask(addPermission, { QueueUrl, ...PERMISSION, ...more });
  const refuse = (more: object) => fail(addPermission, { QueueUrl, ...PERMISSION, ...more });
  const remove = (Label: string) => ask(removePermission, { QueueUrl, Label });
  return { ...world, policy, add, refuse, remove };
}

test('permissions become statements of a policy, which goes with the last of them', async () => {
  const { policy, add, remove } = await start();
  await add();
  const begun = { Version: '2008-10-17', Id: `${ARN}/SQSDefaultPolicy` };
  expect(await policy()).toEqual({ ...begun, Statement: [STATEMENT] });
  const AWSAccountIds = ['111111111111', '222222222222'];
  await add({ Label: 'friends', AWSAccountIds, Actions: ['SendMessage', '*'] });
  const second = {
    ...STATEMENT,
    Sid: 'friends',
    Principal: { AWS: ['arn:aws:iam::111111111111:root', 'arn:aws:iam::222222222222:root'] },
    Action: ['SQS:SendMessage', 'SQS:*'],
  };
  expect(await policy()).toEqual({ ...begun, Statement: [STATEMENT, second] });
  await remove('friend');
  expect(await policy()).toEqual({ ...begun, Statement: [second] });
  await remove('friends');
  expect(await policy()).toBeUndefined();
});

test('a policy of the owner is added to, and said to have no effect here', async () => {
  const { ask, policy, add, warnings } = await start();
  const Statement = { Sid: 'own', Effect: 'Deny' };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await ask(setQueueAttributes, { QueueUrl, Attributes: { Policy } });
  await add();
  expect(await policy()).toEqual({ Version: '2012-10-17', Statement: [Statement, STATEMENT] });
  const warning = 'Queue orders: Policy is kept, but has no effect here.';
  expect(warnings).toEqual([warning, warning]);
});

const OF_OWNER = 'Reason: Only the queue owner is allowed to invoke this action.';
const EIGHT = Array.from({ length: 8 }, () => 'SendMessage');

test.each([
  [
    { Actions: ['AddPermission'] },
    'InvalidParameterValue',
    `Value SQS:AddPermission for parameter ActionName is invalid. ${OF_OWNER}`,
  ],
  [{ Actions: EIGHT }, 'OverLimit', '8 Actions were found, maximum allowed is 7.'],
  [{ Actions: [] }, 'MissingParameter', 'The request must contain the parameter Actions.'],
  [{ Actions: undefined }, 'MissingParameter', 'The request must contain the parameter Actions.'],
  [
    { AWSAccountIds: ['me'] },
    'InvalidParameterValue',
    'Value [me] for parameter PrincipalId is invalid. Reason: Unable to verify.',
  ],
  [{ Label: undefined }, 'MissingParameter', 'The request must contain the parameter Label.'],
  [
    { Label: 'a b' },
    'InvalidParameterValue',
    'Value a b for parameter Label is invalid. Reason: Can only include alphanumeric ' +
      'characters, hyphens, or underscores. 1 to 80 in length',
  ],
])('refuses %j', async (more, queryCode, message) => {
  const { refuse } = await start();
  expect(await refuse(more)).toMatchObject({ queryCode, message });
});

test('a label is there once, and can be removed once', async () => {
  const { add, refuse, fail, remove } = await start();
  await add();
  expect(await refuse({ Actions: ['SendMessage'] })).toMatchObject({
    code: 'InvalidParameterValueException',
    message: 'Value friend for parameter Label is invalid. Reason: Already exists.',
  });
  expect(await fail(removePermission, { QueueUrl, Label: 'foe' })).toMatchObject({
    message:
      "Value foe for parameter Label is invalid. Reason: can't find label on existing policy.",
  });
  await remove('friend');
  expect(await fail(removePermission, { QueueUrl, Label: 'friend' })).toMatchObject({
    code: 'InvalidParameterValueException',
    message: "Value friend for parameter Label is invalid. Reason: can't find label.",
  });
});

test.each(['nonsense', '[]', 'null', '"a"'])('the policy %s is refused', async (Policy) => {
  const { fail, policy } = await start();
  expect(await fail(setQueueAttributes, { QueueUrl, Attributes: { Policy } })).toMatchObject({
    code: 'InvalidAttributeValue',
    message: 'Invalid value for the parameter Policy.',
  });
  expect(await policy()).toBeUndefined();
});
