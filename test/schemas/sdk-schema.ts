import * as monitoring from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as iam from '@aws-sdk/client-iam';
import * as kinesis from '@aws-sdk/client-kinesis';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { NormalizedSchema } from '@smithy/core/schema';

/** What the SDK's clients export, by the names of services in signatures. */
const CLIENTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...{ iam, kinesis, lambda, logs, monitoring, s3, sns, sqs, sts },
};

/** The services of which the SDK's client is at hand. */
export const SERVICES = Object.keys(CLIENTS);

type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

/** An operation as the SDK knows it. */
export interface SdkOperation {
  /** By which it reads the answer. */
  readonly output: NormalizedSchema;
  /** The status that it takes for success; of REST services alone. */
  readonly status: number | undefined;
}

/** Schemas are tuples: what they are, namespace, name, traits, and what there is besides. */
type Tuple = readonly [kind: number, namespace: string, name: string, traits: Traits, ...unknown[]];
type Traits = Readonly<Record<string, unknown>> | 0;

/** @throws Error for an operation that the SDK does not have */
export function operationSchema(service: string, operation: string): Tuple {
  const schema = CLIENTS[service]?.[`${operation}$`] as Tuple | undefined;
  if (!schema) throw new Error(`The SDK has no ${operation} of ${service}.`);
  return schema;
}

/** What of an operation's schema concerns its answer. */
export function sdkOperation(service: string, operation: string): SdkOperation {
  const schema = operationSchema(service, operation);
  const http = traitsOf(schema).http as readonly [string, string, number] | undefined;
  return { output: NormalizedSchema.of(schema[5] as SchemaRef), status: http?.[2] };
}

/** An error that the SDK has a class for. */
export interface SdkError {
  readonly code: string;
  /** Absent where the model does not say it. */
  readonly status?: number;
  readonly queryCode?: string;
}

/** The errors of a service. */
export function sdkErrors(service: string): readonly SdkError[] {
  const ERROR = -3;
  return Object.entries(CLIENTS[service] ?? {})
    .filter(([name, schema]) => name.endsWith('$') && (schema as Tuple)[0] === ERROR)
    .map(([, schema]) => errorOf(schema as Tuple));
}

function errorOf(schema: Tuple): SdkError {
  const { httpError, awsQueryError } = traitsOf(schema);
  const [queryCode] = (awsQueryError ?? []) as readonly string[];
  return {
    code: schema[2],
    ...(httpError !== undefined && { status: httpError as number }),
    ...(queryCode !== undefined && { queryCode }),
  };
}

const traitsOf = (schema: Tuple) => schema[3] || {};
