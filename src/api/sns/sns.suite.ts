import type { AwsError } from '../../aws/aws-error.ts';
import { SCOPE, startTopics } from '../../sns/topics.suite.ts';
import type { Topics } from '../../sns/topics.ts';
import type { Infer, StructureShape } from '../../wire/shape.ts';
import type { Operation, RequestContext } from '../operation.ts';
import { toAwsError } from './errors.ts';

export const TOPIC_ARN = `arn:aws:sns:${SCOPE.region}:${SCOPE.account}:alarms`;

/** SNS for a test, with the topic `alarms`; time begins at second 1000. */
export async function startSns() {
  const { topics, delivered } = startTopics();
  const context: RequestContext = {
    scope: SCOPE,
    requestId: 'request',
    endpoint: 'http://127.0.0.1:4566',
    userAgent: '',
    signal: new AbortController().signal,
  };

  /** What an operation answers; its error in AWS's form. */
  async function ask<Input extends StructureShape, Output extends StructureShape>(
    operation: Operation<Topics, Input, Output>,
    input: Infer<Input>,
  ): Promise<Infer<Output>> {
    try {
      return await operation.handle(topics, input, context);
    } catch (error) {
      throw (toAwsError(error) ?? error) as AwsError;
    }
  }

  await topics.createTopic(SCOPE, 'alarms');
  return { ask, topics, delivered };
}
