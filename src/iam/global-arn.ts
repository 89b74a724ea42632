import { partitionOf } from '../aws/arn.ts';
import type { Scope } from '../aws/scope.ts';

/** The ARN of something of IAM, which belongs to no region. */
export const globalArn = ({ account, region }: Scope, resource: string) =>
  `arn:${partitionOf(region)}:iam::${account}:${resource}`;
