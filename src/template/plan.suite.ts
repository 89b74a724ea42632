import type { Plan } from './plan.ts';
import { type PlanOptions, planTemplate } from './plan-template.ts';
import { TemplateError } from './problem.ts';

export const SCOPE = { account: '123456789012', region: 'eu-west-1' };

/** Plans a template for a test: stack `test`, file `template.yaml`. */
export function plan(text: string, options: Partial<PlanOptions> = {}): Plan {
  return planTemplate(text, {
    fileName: 'template.yaml',
    scope: SCOPE,
    stackName: 'test',
    ...options,
  });
}

/** The lines that a template is refused with; none when it is accepted. */
export function refusals(text: string, options: Partial<PlanOptions> = {}): string[] {
  try {
    plan(text, options);
    return [];
  } catch (error) {
    if (error instanceof TemplateError) return error.message.split('\n');
    throw error;
  }
}

/** A stream, a queue, and a function that reads the one and fails into the other. */
export function consumerTemplate(parts: { event?: string; function?: string; more?: string } = {}) {
  const indented = (text: string, spaces: number) =>
    text.replaceAll(/^(?=.)/gm, ' '.repeat(spaces));
  return [
    'Transform: AWS::Serverless-2016-10-31',
    'Resources:',
    '  Orders:',
    '    Type: AWS::Kinesis::Stream',
    '    Properties: { ShardCount: 1 }',
    '  Failures:',
    '    Type: AWS::SQS::Queue',
    '  Consumer:',
    '    Type: AWS::Serverless::Function',
    '    Properties:',
    '      CodeUri: src/',
    '      Handler: app.handler',
    '      Runtime: nodejs22.x',
    indented(parts.function ?? '', 6),
    '      Events:',
    '        Orders:',
    '          Type: Kinesis',
    '          Properties:',
    '            Stream: !GetAtt Orders.Arn',
    '            StartingPosition: LATEST',
    indented(parts.event ?? '', 12),
    indented(parts.more ?? '', 2),
  ].join('\n');
}
