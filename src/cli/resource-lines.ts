import type { Plan, PlannedFunction, PlannedMapping } from '../template/plan.ts';
import { formatProblem } from '../template/problem.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

type Row = readonly [kind: string, name: string, details: string];

/** The table that says what of a template runs here, and what does not. */
export function resourceLines(plan: Plan, fileName: string, style: Style): string[] {
  const rows: Row[] = [
    ...plan.streams.map((stream): Row => {
      const shards = stream.shardCount === 1 ? '1 shard' : `${stream.shardCount} shards`;
      return ['stream', stream.name, `${shards} · records kept ${stream.retentionPeriodHours} h`];
    }),
    ...plan.functions.map((planned): Row => ['function', planned.functionName, describe(planned)]),
    ...plan.mappings.map((mapping): Row => {
      const [from, to] = [lastPart(mapping.eventSourceArn), lastPart(mapping.functionName)];
      return ['mapping', `${from} → ${to}`, settings(mapping)];
    }),
    ...plan.queues.map(({ name, attributes }): Row => {
      const seconds = Number(attributes.MessageRetentionPeriod ?? 345_600);
      return ['queue', name, `messages kept ${seconds / 3600} h`];
    }),
    ...plan.logGroups.map(({ name, retentionInDays }): Row => {
      const kept = retentionInDays === undefined ? 'for ever' : `${retentionInDays} d`;
      return ['log group', name, `kept ${kept}`];
    }),
    ...plan.notRun.map(
      ({ logicalId, type, why }): Row => ['not run', logicalId, `${type}: ${why}`],
    ),
  ];
  const [kinds, names] = [width(rows.map((row) => row[0])), width(rows.map((row) => row[1]))];
  return [
    ...rows.map(([kind, name, details]) => {
      const line = `  ${kind.padEnd(kinds)}  ${name.padEnd(names)}  ${details}`;
      return kind === 'not run' ? style.faint(printable(line)) : printable(line);
    }),
    ...plan.warnings.map((warning) => style.warn(printable(formatProblem(fileName, warning)))),
  ];
}

function describe({ runtime, handler, memorySizeMb, timeoutSeconds }: PlannedFunction): string {
  return `${runtime} · ${handler} · ${memorySizeMb} MB · ${timeoutSeconds} s`;
}

/** The settings that decide what becomes of a bad record. */
function settings(mapping: PlannedMapping): string {
  const { batchSize = 100, maximumRetryAttempts = -1, maximumRecordAgeInSeconds = -1 } = mapping;
  const destination = mapping.onFailureDestinationArn;
  return [
    `batches of ${batchSize}`,
    mapping.bisectBatchOnFunctionError ? 'bisect' : 'no bisect',
    maximumRetryAttempts < 0 ? 'retries without end' : `${maximumRetryAttempts} retries`,
    maximumRecordAgeInSeconds < 0 ? 'any age' : `age up to ${maximumRecordAgeInSeconds} s`,
    mapping.startingPosition,
    ...(mapping.functionResponseTypes ?? []),
    destination === undefined ? 'no failure destination' : `failures to ${lastPart(destination)}`,
  ].join(' · ');
}

const width = (texts: string[]) => Math.max(0, ...texts.map((text) => text.length));

const lastPart = (arn: string) =>
  arn.slice(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
