// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub has placeholders of that form
import { expect, test } from 'vitest';
import { plan, refusals } from '../plan.suite.ts';

/** A template whose only output is the value. */
const withOutput = (value: string) => `
Parameters:
  Text: { Type: String, Default: hello }
  Items: { Type: CommaDelimitedList, Default: 'a, b,c' }
Mappings:
  Sizes: { eu-west-1: { small: 1, names: [x, y] } }
Conditions:
  Yes: !Equals [!Ref Text, hello]
  No: !Not [!Condition Yes]
  Both: !And [!Condition Yes, !Or [!Condition No, !Equals [1, '1']]]
Resources:
  Orders: { Type: AWS::Kinesis::Stream, Properties: { Name: orders, ShardCount: 1 } }
  Failures: { Type: AWS::SQS::Queue, Properties: { QueueName: failures } }
  Logs: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: /a/b } }
  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: news } }
  News: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref Topic, Protocol: email } }
  Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: kept } }
  Role: { Type: AWS::IAM::Role }
Outputs:
  It: { Value: ${value} }
`;

const value = (text: string) => plan(withOutput(text)).outputs[0]?.value;

test.each([
  ['!Ref Text', 'hello'],
  ['!Ref Orders', 'orders'],
  ['!Ref Failures', 'https://sqs.eu-west-1.amazonaws.com/123456789012/failures'],
  ['!Ref Logs', '/a/b'],
  ['!Ref Topic', 'arn:aws:sns:eu-west-1:123456789012:news'],
  ['!GetAtt Topic.TopicArn', 'arn:aws:sns:eu-west-1:123456789012:news'],
  ['!GetAtt Topic.TopicName', 'news'],
  ['!Ref Bucket', 'kept'],
  ['!GetAtt Bucket.Arn', 'arn:aws:s3:::kept'],
  ['!GetAtt Bucket.DomainName', 'kept.s3.amazonaws.com'],
  ['!GetAtt Bucket.RegionalDomainName', 'kept.s3.eu-west-1.amazonaws.com'],
  ['!GetAtt Bucket.DualStackDomainName', 'kept.s3.dualstack.eu-west-1.amazonaws.com'],
  ['!GetAtt Orders.Arn', 'arn:aws:kinesis:eu-west-1:123456789012:stream/orders'],
  ['{ Fn::GetAtt: [Failures, Arn] }', 'arn:aws:sqs:eu-west-1:123456789012:failures'],
  ['!GetAtt Failures.QueueName', 'failures'],
  ['!GetAtt Logs.Arn', 'arn:aws:logs:eu-west-1:123456789012:log-group:/a/b:*'],
  ['!Ref AWS::Region', 'eu-west-1'],
  ['!Ref AWS::AccountId', '123456789012'],
  ['!Ref AWS::Partition', 'aws'],
  ['!Ref AWS::StackName', 'test'],
  ['!Ref AWS::URLSuffix', 'amazonaws.com'],
  ["!Join ['-', [a, !Ref Text, 3, true]]", 'a-hello-3-true'],
  ["!Join ['', [a, !If [No, b, !Ref AWS::NoValue]]]", 'a'],
  ["!Join [',', !Ref Items]", 'a,b,c'],
  [
    "!Sub '${Text}-${Orders.Arn}-${!Text}-${AWS::Region}'",
    'hello-arn:aws:kinesis:eu-west-1:123456789012:stream/orders-${Text}-eu-west-1',
  ],
  ["!Sub ['${a}-${Text}', { a: !Select [1, !Split ['|', 'x|y']] }]", 'y-hello'],
  ['!Select [2, !Ref Items]', 'c'],
  ["!Select ['0', [x, y]]", 'x'],
  ['!Base64 hello', 'aGVsbG8='],
  ['!FindInMap [Sizes, !Ref AWS::Region, small]', '1'],
  ['!Select [1, !FindInMap [Sizes, eu-west-1, names]]', 'y'],
  ['!FindInMap [Sizes, nowhere, small, { DefaultValue: 7 }]', '7'],
  ['!If [Both, yes it is, no]', 'yes it is'],
  ['!If [No, !GetAtt Topic.Nothing, b]', 'b'],
])('%s is worked out', (text, expected) => {
  expect(value(text)).toBe(expected);
});

test('a subscription has an ARN of its topic that stays', () => {
  expect(value('!Ref News')).toMatch(/^arn:aws:sns:eu-west-1:123456789012:news:[0-9a-f-]{36}$/);
  expect(value('!GetAtt News.Arn')).toBe(value('!Ref News'));
});

test.each([
  ['Topic.Arn', 'AWS::SNS::Topic has TopicArn, TopicName.'],
  ['Bucket.WebsiteURL', 'AWS::S3::Bucket has that attribute on AWS only.'],
])('an output of %s is left out with its reason', (attribute, reason) => {
  const { outputs, warnings } = plan(withOutput(`!GetAtt ${attribute}`));
  expect(outputs).toEqual([]);
  expect(warnings.map(({ message }) => message)).toEqual([
    `The output It is left out: ${attribute} is not known here: ${reason}`,
  ]);
});

test('the id of the stack has its name and a UUID that stays', () => {
  expect(value('!Ref AWS::StackId')).toMatch(
    /^arn:aws:cloudformation:eu-west-1:123456789012:stack\/test\/[0-9a-f-]{36}$/,
  );
  expect(value('!Ref AWS::StackId')).toBe(value('!Ref AWS::StackId'));
});

test('an output that names what does not run is left out with a warning', () => {
  const { outputs, warnings } = plan(withOutput('!GetAtt Role.RoleId'));
  expect(outputs).toEqual([]);
  expect(warnings).toEqual([
    {
      message:
        'The output It is left out: Role.RoleId is not known here: AWS::IAM::Role does not run here.',
      line: 20,
      column: 24,
    },
  ]);
});

/** A template with a stream whose name is the value. */
const withName = (text: string) => withOutput('x').replace('Name: orders', `Name: ${text}`);

test.each([
  ['!Ref Ordres', 'Unresolved resource dependencies [Ordres]. Did you mean Orders?'],
  [
    '!Ref Zzzzzzzz',
    'Unresolved resource dependencies [Zzzzzzzz]. There is nothing of that name in the template.',
  ],
  [
    '!GetAtt Text.Arn',
    'Unresolved resource dependencies [Text]. There is nothing of that name in the template.',
  ],
  ["!Sub 'x-${Tekst}'", 'Unresolved resource dependencies [Tekst]. Did you mean Text?'],
  ['!GetAtt Role.RoleId', 'Role.RoleId is not known here: AWS::IAM::Role does not run here.'],
  ['!If [Maybe, a, b]', 'Template error: there is no condition Maybe.'],
  ['!Select [9, [a]]', 'Template error: Fn::Select cannot select nonexistent value at 9.'],
  ["!Join [',']", 'Fn::Join takes 2 arguments, not 1.'],
  ["!Join [',', a]", 'The list of Fn::Join must be a list, not "a".'],
  ['!Sub [[a], {}]', 'The text of Fn::Sub must be text, not a list.'],
  [
    '!FindInMap [Sizes, nowhere, small]',
    'Template error: Unable to get mapping for Sizes::nowhere::small; the section Mappings has none.',
  ],
  [
    '!ImportValue other',
    'Fn::ImportValue cannot be worked out here: there are no other stacks here; use a parameter with a default.',
  ],
  ['{ Fn::Joim: [a, [b]] }', 'CloudFormation has no function Fn::Joim. Did you mean Fn::Join?'],
])('a name that is %s is refused, with its place', (text, message) => {
  const [problem, ...more] = refusals(withName(text));
  expect(problem?.replace(/^template\.yaml:12:\d+: /, '')).toBe(message);
  expect(more).toEqual([]);
});

test('names that need each other are a circle', () => {
  const text = withName('!Sub "${Failures.QueueName}-x"').replace(
    'QueueName: failures',
    'QueueName: !Ref Orders',
  );
  expect(refusals(text)).toEqual([
    'template.yaml:13:68: Circular dependency between resources: [Orders, Failures]. Remove one reference.',
  ]);
});

test('a resource that names itself is a circle', () => {
  expect(refusals(withName('!Ref Orders'))[0]).toMatch(/Circular dependency .* \[Orders\]/);
});

test('DependsOn makes circles too, and must name what is there', () => {
  const circle = withName('!Ref Failures').replace(
    'AWS::SQS::Queue,',
    'AWS::SQS::Queue, DependsOn: [Orders],',
  );
  expect(refusals(circle)[0]).toMatch(/Circular dependency/);
  const nowhere = withOutput('x').replace('AWS::SQS::Queue,', 'AWS::SQS::Queue, DependsOn: Order,');
  expect(refusals(nowhere)).toEqual([
    'template.yaml:13:49: Unresolved resource dependencies [Order]. Did you mean Orders?',
  ]);
});

test('conditions that need each other are refused', () => {
  const text = withOutput('x')
    .replace('!Equals [!Ref Text, hello]', '!Not [!Condition No]')
    .replace('{ Type: AWS::IAM::Role }', '{ Type: AWS::IAM::Role, Condition: Yes }');
  expect(refusals(text)[0]).toMatch(/Circular dependency: the condition/);
});

test('a resource whose condition does not hold is left out, and cannot be named', () => {
  const text = withOutput('x').replace('AWS::SQS::Queue,', 'AWS::SQS::Queue, Condition: No,');
  expect(plan(text).queues).toEqual([]);
  const named = text.replace('Name: orders', 'Name: !GetAtt Failures.QueueName');
  expect(refusals(named)).toEqual([
    'template.yaml:12:69: Unresolved resource dependencies [Failures]. Its condition leaves it out.',
  ]);
});
