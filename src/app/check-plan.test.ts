import { expect, test } from 'vitest';
import { planTemplate } from '../template/plan-template.ts';
import { checkPlan } from './check-plan.ts';

const template = (...patterns: string[]) => `
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {Name: orders, ShardCount: 1}}
  Consumer:
    Type: AWS::Lambda::Function
    Properties: {Runtime: nodejs22.x, Handler: app.handler, Role: 'arn:aws:iam::000000000000:role/r', Code: src}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Orders.Arn
      FunctionName: !Ref Consumer
      StartingPosition: LATEST
      FilterCriteria:
        Filters:
${patterns.map((pattern) => `          - Pattern: '${pattern}'`).join('\n')}
`;

const check = (text: string) => {
  const scope = { account: '000000000000', region: 'us-east-1' };
  const fileName = 'template.yaml';
  const plan = planTemplate(text, { fileName, scope, stackName: 'shop' });
  checkPlan(plan, { fileName, nowMs: Date.UTC(2026, 0) });
};

const GOOD = '{"data": {"n": [1]}}';

test('a filter that Lambda refuses is told at its own place, with the reason', () => {
  const bad = '{"data": {"n": [{"numeric": ["<", "x"]}]}}';
  check(template(GOOD));
  expect(() => check(template(GOOD, bad))).toThrow(
    'template.yaml:16:22: Invalid filter pattern definition. data.n: numeric compares with numbers.',
  );
});

test('a mapping begins at no time to come', () => {
  const at = (seconds: number) =>
    template(GOOD).replace(
      'StartingPosition: LATEST',
      `StartingPosition: AT_TIMESTAMP\n      StartingPositionTimestamp: ${seconds}`,
    );
  check(at(Date.UTC(2026, 0) / 1000));
  expect(() => check(at(Date.UTC(2026, 1) / 1000))).toThrow(
    '2026-02-01T00:00:00.000Z has not come',
  );
});
