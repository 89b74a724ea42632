import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cloudwatch from '../../src/api/cloudwatch/errors.ts';
import * as iam from '../../src/api/iam/errors.ts';
import * as kinesis from '../../src/api/kinesis/errors.ts';
import * as functions from '../../src/api/lambda/function-errors.ts';
import * as mappings from '../../src/api/lambda/mapping-errors.ts';
import * as logs from '../../src/api/logs/errors.ts';
import * as s3 from '../../src/api/s3/errors.ts';
import * as sns from '../../src/api/sns/errors.ts';
import * as sqs from '../../src/api/sqs/errors.ts';
import * as sts from '../../src/api/sts/errors.ts';
import type { AwsError } from '../../src/aws/aws-error.ts';
import { MappingError } from '../../src/event-source-mapping/mapping-error.ts';
import { IamError } from '../../src/iam/iam-error.ts';
import { KinesisError } from '../../src/kinesis/kinesis-error.ts';
import { LambdaError } from '../../src/lambda/lambda-error.ts';
import { LogError, type LogErrorCode } from '../../src/observe/log-error.ts';
import { MetricError } from '../../src/observe/metric-error.ts';
import { S3Error } from '../../src/s3/s3-error.ts';
import { TopicError } from '../../src/sns/topic-error.ts';
import { SessionError } from '../../src/sts/session-error.ts';
import { ROOT } from '../running.ts';

/** The domain's own names, which have no table: they are those of AWS. */
const LOG_ERRORS: Readonly<Record<LogErrorCode, true>> = {
  ResourceNotFoundException: true,
  ResourceAlreadyExistsException: true,
  InvalidParameterException: true,
  TooManyTagsException: true,
};

/** The errors that each service's tables can answer. */
const TABLES: Readonly<Record<string, readonly (AwsError | undefined)[]>> = {
  iam: named(iam.STATUS, (code) => iam.toAwsError(new IamError(code, ''))),
  kinesis: named(kinesis.NAMES, (code) => kinesis.toAwsError(new KinesisError(code, ''))),
  lambda: [
    ...named(functions.NAMES, (code) => functions.functionErrorToAws(new LambdaError(code, ''))),
    ...named(mappings.NAMES, (code) => mappings.mappingErrorToAws(new MappingError(code, ''))),
  ],
  logs: named(LOG_ERRORS, (code) => logs.toAwsError(new LogError(code, ''))),
  monitoring: named(cloudwatch.NAMES, (code) => cloudwatch.toAwsError(new MetricError(code, ''))),
  s3: named(s3.STATUS, (code) => s3.toAwsError(new S3Error(code, ''))),
  sns: named(sns.STATUS, (code) => sns.toAwsError(new TopicError(code, ''))),
  sqs: named(sqs.FORMS, (code) => sqs.sqsError(code, '')),
  sts: named(sts.STATUS, (code) => sts.toAwsError(new SessionError(code, ''))),
};

function named<Code extends string>(
  table: Readonly<Record<Code, unknown>>,
  errorOf: (code: Code) => AwsError | undefined,
) {
  return (Object.keys(table) as Code[]).map(errorOf);
}

/** What a service answers from its tables; what is no error of AWS's is left out. */
export const tableErrors = (service: string): readonly AwsError[] =>
  (TABLES[service] ?? []).filter((error) => error !== undefined);

/** The codes of errors that the operations of a service make themselves. */
export function thrownCodes(service: string): readonly string[] {
  const folder = join(ROOT, 'src/api', service === 'monitoring' ? 'cloudwatch' : service);
  const codes = readdirSync(folder)
    .filter((name) => !/\.(test|suite)\.ts$/.test(name))
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(THROWN)])
    .map(([, code]) => code as string);
  return [...new Set(codes)];
}

const THROWN = /new AwsError\(\s*'(\w+)'/g;
