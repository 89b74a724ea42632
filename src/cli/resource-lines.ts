import { relative } from 'node:path';
import type { Plan, PlannedFunction, PlannedMapping } from '../template/plan.ts';
import { formatProblem } from '../template/problem.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

type Row = readonly [kind: string, name: string, details: string];

const NOT_RUN = 'not run';

/** The table that says what of a template runs here, and what does not. */
export function resourceLines(plan: Plan, fileName: string, style: Style): string[] {
  const rows: Row[] = [
    ...plan.streams.flatMap((stream) =>
      named('stream', stream, {
        physical: stream.name,
        details: `${shards(stream.shardCount)} · records kept ${stream.retentionPeriodHours} h`,
      }),
    ),
    ...plan.consumers.flatMap((consumer) => {
      const details = `consumer of ${sourceName(plan, consumer.streamArn)}`;
      return named('consumer', consumer, { physical: consumer.name, details });
    }),
    ...plan.functions.flatMap((planned) =>
      named('function', planned, {
        physical: planned.functionName,
        details: describeFunction(planned),
      }),
    ),
    ...plan.mappings.flatMap((mapping): Row[] => [
      ['mapping', mapping.logicalId, ends(plan, mapping)],
      ['', '', settings(mapping)],
      ...flowSettings(mapping).map((text): Row => ['', '', text]),
    ]),
    ...plan.queues.flatMap((queue) => {
      const seconds = Number(queue.attributes.MessageRetentionPeriod ?? 345_600);
      const details = `messages kept ${seconds / 3600} h`;
      return named(queue.fifo ? 'FIFO queue' : 'queue', queue, { physical: queue.name, details });
    }),
    ...plan.topics.flatMap((topic) => {
      const count = topic.subscriptions.length + plan.subscriptions.filter(isOf(topic.arn)).length;
      const details = count === 1 ? '1 subscription' : `${count} subscriptions`;
      return named('topic', topic, { physical: topic.name, details });
    }),
    ...plan.buckets.flatMap((bucket) =>
      named('bucket', bucket, { physical: bucket.name, details: 'objects kept for ever' }),
    ),
    ...plan.logGroups.flatMap((group) => {
      const details =
        group.retentionInDays === undefined ? 'for ever' : `${group.retentionInDays} d`;
      return named('log group', group, { physical: group.name, details: `kept ${details}` });
    }),
    ...plan.alarms.flatMap((alarm) => {
      const details = `${alarm.namespace} ${alarm.metricName} · every ${alarm.periodSeconds} s`;
      return named('alarm', alarm, { physical: alarm.name, details });
    }),
    ...plan.notRun.map(({ logicalId, type, why }): Row => [NOT_RUN, logicalId, `${type}: ${why}`]),
  ];
  const [kinds, names] = [width(rows.map((row) => row[0])), width(rows.map((row) => row[1]))];
  return [
    ...rows.map(([kind, name, details]) => {
      const line = printable(`  ${kind.padEnd(kinds)}  ${name.padEnd(names)}  ${details}`);
      return kind === NOT_RUN ? style.faint(line) : line;
    }),
    ...plan.warnings.map((warning) =>
      style.warn(printable(formatProblem(shortPath(fileName), warning))),
    ),
  ];
}

/** The path as a person in this folder would write it. */
export function shortPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') || path === '' ? file : path;
}

/** A resource by its logical name, and under it the name that AWS clients use, when that differs. */
function named(
  kind: string,
  { logicalId }: { logicalId: string },
  { physical, details }: { physical: string; details: string },
): Row[] {
  const row: Row = [kind, logicalId, details];
  return physical === logicalId ? [row] : [row, ['', '', `named ${physical}`]];
}

const isOf = (arn: string) => (subscription: { topicArn: string }) => subscription.topicArn === arn;

const shards = (count: number) => (count === 1 ? '1 shard' : `${count} shards`);

function describeFunction(planned: PlannedFunction): string {
  const { runtime, handler, memorySizeMb, timeoutSeconds } = planned;
  return `${runtime} · ${handler} · ${memorySizeMb} MB · ${timeoutSeconds} s`;
}

/** What the mapping joins, by logical names where the template has them. */
function ends(plan: Plan, { eventSourceArn, functionName }: PlannedMapping): string {
  const target = plan.functions.find((planned) =>
    [planned.arn, planned.functionName].includes(functionName),
  );
  return `${sourceName(plan, eventSourceArn)} → ${target?.logicalId ?? functionName}`;
}

function sourceName({ streams, consumers }: Plan, arn: string): string {
  return [...streams, ...consumers].find((source) => source.arn === arn)?.logicalId ?? arn;
}

/** The settings that decide what becomes of a bad record. */
function settings(mapping: PlannedMapping): string {
  const { batchSize = 100, maximumRetryAttempts = -1, maximumRecordAgeInSeconds = -1 } = mapping;
  const destination = mapping.onFailureDestinationArn;
  return [
    `batches of ${batchSize}`,
    mapping.bisectBatchOnFunctionError ? 'bisect' : 'no bisect',
    retriesText(maximumRetryAttempts),
    maximumRecordAgeInSeconds < 0 ? 'any age' : `age up to ${maximumRecordAgeInSeconds} s`,
    mapping.startingPosition,
    ...(mapping.functionResponseTypes ?? []),
    destination === undefined ? 'no failure destination' : `failures to ${lastPart(destination)}`,
  ].join(' · ');
}

/** The settings that decide which records come together and when, as far as any are given. */
function flowSettings(mapping: PlannedMapping): string[] {
  const { maximumBatchingWindowInSeconds = 0, parallelizationFactor = 1 } = mapping;
  const { tumblingWindowInSeconds = 0, filterCriteria, enabled = true } = mapping;
  const filters = filterCriteria?.filters.length ?? 0;
  const texts = [
    ...(maximumBatchingWindowInSeconds > 0
      ? [`batching window of ${maximumBatchingWindowInSeconds} s`]
      : []),
    ...(parallelizationFactor > 1 ? [`${parallelizationFactor} batches at a time`] : []),
    ...(tumblingWindowInSeconds > 0 ? [`tumbling windows of ${tumblingWindowInSeconds} s`] : []),
    ...(filters > 0 ? [filters === 1 ? '1 filter' : `${filters} filters`] : []),
    ...(enabled ? [] : ['disabled']),
  ];
  return texts.length === 0 ? [] : [texts.join(' · ')];
}

function retriesText(retries: number): string {
  if (retries < 0) return 'retries without end';
  return retries === 1 ? '1 retry' : `${retries} retries`;
}

const width = (texts: string[]) => Math.max(0, ...texts.map((text) => text.length));

const lastPart = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);
