import type { Scope } from './scope.ts';

/** The parts of an Amazon Resource Name: `arn:partition:service:region:account:resource`. */
export interface Arn extends Scope {
  readonly partition: string;
  readonly service: string;
  /** Everything after the account, colons and slashes included: `stream/orders`. */
  readonly resource: string;
}

const PARTITIONS: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
];

/** The partition to which a region belongs. */
export function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/** Writes the ARN of a resource: `formatArn(scope, 'kinesis', 'stream/orders')`. */
export function formatArn(scope: Scope, service: string, resource: string): string {
  return `arn:${partitionOf(scope.region)}:${service}:${scope.region}:${scope.account}:${resource}`;
}

/** Reads an ARN, or answers undefined when the text is none. */
export function parseArn(text: string): Arn | undefined {
  const [arn, partition, service, region, account, ...resource] = text.split(':');
  if (arn !== 'arn' || !partition || !service || resource.length === 0) return undefined;
  return {
    partition,
    service,
    region: region ?? '',
    account: account ?? '',
    resource: resource.join(':'),
  };
}
