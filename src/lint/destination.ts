import type { Position } from '../template/problem.ts';
import type { Resource } from '../template/sections.ts';
import { child } from '../template/tree.ts';
import { type Consumer, type LintedTemplate, placeOf } from './linted-template.ts';
import { scalarOf } from './value.ts';

/** Where the descriptions of given-up records go. */
export interface Destination {
  readonly at: Position;
  readonly kind: 'absent' | 'unknown' | 'sqs' | 'sns' | 's3';
  /** The queue, topic or bucket, when the template makes it. */
  readonly resource: Resource | undefined;
  /** Its ARN, when that is written out. */
  readonly arn: string | undefined;
}

const TYPES: ReadonlyMap<string, 'sqs' | 'sns' | 's3'> = new Map([
  ['AWS::SQS::Queue', 'sqs'],
  ['AWS::SNS::Topic', 'sns'],
  ['AWS::S3::Bucket', 's3'],
]);

export function destinationOf(template: LintedTemplate, consumer: Consumer): Destination {
  const { settings } = consumer;
  const value = template.value(settings, 'DestinationConfig', 'OnFailure', 'Destination');
  const onFailure = child(child(settings, 'DestinationConfig'), 'OnFailure');
  const written = child(onFailure, 'Destination');
  const at = written?.at ?? placeOf(consumer, 'DestinationConfig');
  const none = { at, resource: undefined, arn: undefined };
  if (value.kind === 'reference') {
    const resource = template.sections.resources.get(value.logicalId);
    const kind = TYPES.get(resource?.type ?? '');
    return kind ? { ...none, kind, resource } : { ...none, kind: 'unknown' };
  }
  if (value.kind !== 'known') return { ...none, kind: value.kind };
  const arn = String(scalarOf(value) ?? '');
  const service = /^arn:[^:]+:(sqs|sns|s3):/.exec(arn)?.[1] as 'sqs' | 'sns' | 's3' | undefined;
  return service ? { ...none, kind: service, arn } : { ...none, kind: 'unknown' };
}

/** The queues of the template that are failure destinations, each with its consumers. */
export function failureQueues(template: LintedTemplate): Map<Resource, Consumer[]> {
  const queues = new Map<Resource, Consumer[]>();
  for (const consumer of template.consumers) {
    const { kind, resource } = destinationOf(template, consumer);
    if (kind !== 'sqs' || !resource) continue;
    queues.set(resource, [...(queues.get(resource) ?? []), consumer]);
  }
  return queues;
}
