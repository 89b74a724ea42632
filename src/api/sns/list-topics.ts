import type { Topics } from '../../sns/topics.ts';
import { list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { pageOf } from './page.ts';

export const listTopics = operation<Topics>()({
  name: 'ListTopics',
  input: structure({ NextToken: string() }),
  output: structure({ Topics: list(structure({ TopicArn: string() })), NextToken: string() }),
  handle(topics, { NextToken }, { scope }) {
    const { page, nextToken } = pageOf(topics.listTopics(scope), NextToken);
    return { Topics: page.map(({ arn }) => ({ TopicArn: arn })), NextToken: nextToken };
  },
});
