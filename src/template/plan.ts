import type { ShardLevelMetric } from '../aws/shard-level-metrics.ts';
import type { Position, Problem } from './problem.ts';
import type { Json } from './tree.ts';

/** What every planned thing has: its name in the template and its place there. */
interface Planned {
  readonly logicalId: string;
  readonly position: Position;
}

export interface PlannedStream extends Planned {
  readonly name: string;
  readonly arn: string;
  readonly streamMode: 'PROVISIONED' | 'ON_DEMAND';
  /** With ON_DEMAND, the four shards with which AWS starts such a stream. */
  readonly shardCount: number;
  readonly retentionPeriodHours: number;
  /** Absent when the template leaves it to the service. */
  readonly maxRecordSizeInKiB?: number;
  /** Absent when records are not to be shown as encrypted. */
  readonly encryptionKeyId?: string;
  /** By Kinesis's names, in their order; absent when there are none. */
  readonly shardLevelMetrics?: readonly ShardLevelMetric[];
}

/** A consumer that is registered with a stream (enhanced fan-out). */
export interface PlannedConsumer extends Planned {
  readonly name: string;
  /** It holds the moment of the registration. */
  readonly arn: string;
  readonly streamArn: string;
  /** Whole seconds since the Unix epoch, the last part of the ARN. */
  readonly createdAtSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface PlannedQueue extends Planned {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly fifo: boolean;
  /** Attributes by SQS's names, as text: what CreateQueue takes. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A queue or a function that gets what is published to a topic. */
export interface PlannedSubscriber {
  readonly protocol: 'sqs' | 'lambda';
  /** The ARN of the queue or the function. */
  readonly endpoint: string;
  /** The queue gets the message itself, without the notification around it. */
  readonly rawMessageDelivery: boolean;
  /** JSON, as SNS takes it. */
  readonly filterPolicy?: string;
  readonly filterPolicyScope?: 'MessageAttributes' | 'MessageBody';
  /** JSON, as SNS takes it. */
  readonly redrivePolicy?: string;
}

/** A standard topic, with those that the topic's own properties subscribe to it. */
export interface PlannedTopic extends Planned {
  readonly name: string;
  readonly arn: string;
  readonly subscriptions: readonly PlannedSubscriber[];
}

/** A queue or function that a resource of its own subscribes to a topic of the template. */
export interface PlannedSubscription extends Planned, PlannedSubscriber {
  readonly topicArn: string;
}

export interface PlannedBucket extends Planned {
  readonly name: string;
  readonly arn: string;
}

export interface PlannedLogGroup extends Planned {
  readonly name: string;
  readonly arn: string;
  readonly retentionInDays?: number;
}

/** An alarm on one metric with a fixed threshold; units and names are CloudWatch's. */
export interface PlannedAlarm extends Planned {
  readonly name: string;
  readonly description: string | undefined;
  readonly actionsEnabled: boolean;
  /** ARNs of topics, by the state in which they are told. */
  readonly actions: Readonly<Record<'OK' | 'ALARM' | 'INSUFFICIENT_DATA', readonly string[]>>;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  readonly statistic: string;
  readonly unit: string | undefined;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number | undefined;
  readonly threshold: number;
  readonly comparison: string;
  readonly treatMissingData: string | undefined;
}

/** How the code is made, as the function's Metadata says (SAM: BuildMethod, BuildProperties). */
export interface PlannedBuild {
  readonly method: string;
  readonly properties: Readonly<Record<string, Json>>;
}

export interface PlannedFunction extends Planned {
  readonly functionName: string;
  readonly arn: string;
  readonly runtime: string;
  readonly handler: string;
  readonly roleArn: string;
  readonly timeoutSeconds: number;
  readonly memorySizeMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly description: string;
  /** A path as the template writes it, relative to the template, or the source text itself. */
  readonly code: { readonly uri: string } | { readonly inline: string };
  /** Where the code stands in the template, for what is wrong with it. */
  readonly codePosition: Position;
  /** Absent when there is nothing to make, or `sam build` made it already. */
  readonly build?: PlannedBuild;
  readonly logGroupName: string;
  readonly reservedConcurrency?: number;
}

/**
 * An event source mapping onto a Kinesis stream. The settings have the names and units of the
 * Lambda API reference; what the template does not say is absent.
 */
export interface PlannedMapping extends Planned {
  readonly uuid: string;
  readonly eventSourceArn: string;
  /** As the template names it: a name, a partial or a whole ARN. */
  readonly functionName: string;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  /** Milliseconds since the Unix epoch (the template has seconds). */
  readonly startingPositionTimestamp?: number;
  readonly enabled?: boolean;
  readonly batchSize?: number;
  readonly maximumBatchingWindowInSeconds?: number;
  readonly parallelizationFactor?: number;
  readonly bisectBatchOnFunctionError?: boolean;
  readonly maximumRetryAttempts?: number;
  readonly maximumRecordAgeInSeconds?: number;
  readonly tumblingWindowInSeconds?: number;
  readonly functionResponseTypes?: readonly 'ReportBatchItemFailures'[];
  readonly filterCriteria?: { readonly filters: readonly PlannedFilter[] };
  readonly metricsConfig?: { readonly metrics: readonly string[] };
  readonly onFailureDestinationArn?: string;
}

export interface PlannedFilter {
  /** JSON text; whether it is one that Lambda takes is for the engine to say. */
  readonly pattern: string;
  readonly position: Position;
}

/** A part of the template that is accepted and does not run here. */
export interface NotRun extends Planned {
  readonly type: string;
  readonly why: string;
}

export interface PlannedOutput {
  readonly name: string;
  readonly value: string;
  readonly description?: string;
}

/** What a template asks for, worked out: nothing in it refers to anything any more. */
export interface Plan {
  readonly stackName: string;
  readonly streams: readonly PlannedStream[];
  readonly consumers: readonly PlannedConsumer[];
  readonly queues: readonly PlannedQueue[];
  readonly topics: readonly PlannedTopic[];
  readonly subscriptions: readonly PlannedSubscription[];
  readonly buckets: readonly PlannedBucket[];
  readonly logGroups: readonly PlannedLogGroup[];
  readonly alarms: readonly PlannedAlarm[];
  readonly functions: readonly PlannedFunction[];
  readonly mappings: readonly PlannedMapping[];
  readonly notRun: readonly NotRun[];
  readonly warnings: readonly Problem[];
  readonly outputs: readonly PlannedOutput[];
}
