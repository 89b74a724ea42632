import { cloudwatch } from './scripts/cloudwatch.ts';
import { iam } from './scripts/iam.ts';
import { kinesis } from './scripts/kinesis.ts';
import { lambda } from './scripts/lambda.ts';
import { logs } from './scripts/logs.ts';
import { s3 } from './scripts/s3.ts';
import { sns } from './scripts/sns.ts';
import { sqs } from './scripts/sqs.ts';
import { sts } from './scripts/sts.ts';
import type { Script } from './step.ts';

/** One for each service. */
export const SCRIPTS: readonly Script[] = [
  ...[kinesis, lambda, sqs, sns, s3, logs, cloudwatch, iam, sts],
];
