import { parseArn } from '../../aws/arn.ts';
import { isNeverMeasured } from '../../aws/measured-namespaces.ts';
import type { NotRun, PlannedAlarm } from '../plan.ts';
import { Findings, Refusal } from '../problem.ts';
import { checkProperties, type Properties, type PropertyTable } from '../properties.ts';
import type { Resource } from '../sections.ts';
import { entriesOf, type Node, textOf } from '../tree.ts';
import { type Context, open } from './context.ts';

const TABLE: PropertyTable = {
  ActionsEnabled: true,
  AlarmActions: true,
  AlarmDescription: true,
  AlarmName: true,
  ComparisonOperator: true,
  DatapointsToAlarm: true,
  Dimensions: true,
  EvaluateLowSampleCountPercentile: true,
  EvaluationCriteria: true,
  EvaluationInterval: true,
  EvaluationPeriods: true,
  ExtendedStatistic: true,
  InsufficientDataActions: true,
  MetricName: true,
  Metrics: true,
  Namespace: true,
  OKActions: true,
  Period: true,
  Statistic: true,
  Tags: 'resources are not tagged',
  Threshold: true,
  ThresholdMetricId: true,
  TreatMissingData: true,
  Unit: true,
};

/** Properties of the kinds of alarm that do not run here. */
const NOT_RUN = [
  ...['EvaluateLowSampleCountPercentile', 'EvaluationCriteria', 'EvaluationInterval'],
  ...['ExtendedStatistic', 'Metrics', 'ThresholdMetricId'],
];
const DIMENSION: PropertyTable = { Name: true, Value: true };

const STATISTIC = { enum: ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] };
const COMPARISON = {
  enum: [
    ...['GreaterThanOrEqualToThreshold', 'GreaterThanThreshold'],
    ...['LessThanThreshold', 'LessThanOrEqualToThreshold'],
  ],
};
const TREATMENT = { enum: ['breaching', 'notBreaching', 'ignore', 'missing'] };

/**
 * AWS::CloudWatch::Alarm. An alarm that cannot be here, or that names what cannot be known here, does
 * not run: what a template is for does not hang on it.
 */
export function planAlarm(resource: Resource, context: Context): PlannedAlarm | NotRun {
  const findings = new Findings();
  const at = { logicalId: resource.logicalId, position: resource.at };
  const opened = open(resource, TABLE, { ...context, findings });
  const used = opened && NOT_RUN.find((name) => !opened.properties.isAbsent(name));
  const alarm =
    used === undefined ? opened && read(opened.properties, opened.identity.name) : undefined;
  context.findings.warnings.push(...findings.warnings);
  const why = used === undefined ? findings.problems[0]?.message : `${used} is not supported here`;
  if (why !== undefined || !alarm)
    return { ...at, type: resource.type, why: why ?? 'it has no name' };
  return { ...at, ...alarm };
}

function read(properties: Properties, name: string): Omit<PlannedAlarm, 'logicalId' | 'position'> {
  const { findings } = properties;
  const need = <Value>(property: string, value: Value | undefined): Value => {
    if (value === undefined) findings.problem(properties.at(property), `it has no ${property}`);
    return value as Value;
  };
  const text = (property: string, limits = {}) =>
    properties.text(property, property.charAt(0).toLowerCase() + property.slice(1), limits);
  const period = need('Period', properties.integer('Period', 'period', { min: 1 }));
  if (period % 60 !== 0) {
    findings.problem(properties.at('Period'), 'periods must be whole minutes here');
  }
  return {
    name,
    description: text('AlarmDescription', { max: 1024 }),
    actionsEnabled: properties.boolean('ActionsEnabled') ?? true,
    actions: {
      OK: topics(properties, 'OKActions'),
      ALARM: topics(properties, 'AlarmActions'),
      INSUFFICIENT_DATA: topics(properties, 'InsufficientDataActions'),
    },
    namespace: need('Namespace', readNamespace(properties)),
    metricName: need('MetricName', text('MetricName', { min: 1, max: 255 })),
    dimensions: dimensions(properties),
    statistic: need('Statistic', text('Statistic', STATISTIC)),
    unit: text('Unit'),
    periodSeconds: period,
    evaluationPeriods: need(
      'EvaluationPeriods',
      properties.integer('EvaluationPeriods', 'evaluationPeriods', { min: 1 }),
    ),
    datapointsToAlarm: properties.integer('DatapointsToAlarm', 'datapointsToAlarm', { min: 1 }),
    threshold: need('Threshold', properties.number('Threshold')),
    comparison: need('ComparisonOperator', text('ComparisonOperator', COMPARISON)),
    treatMissingData: text('TreatMissingData', TREATMENT),
  };
}

function readNamespace(properties: Properties): string | undefined {
  const namespace = properties.text('Namespace', 'namespace', { min: 1, max: 255 });
  // It would only ever see that there are none.
  if (namespace !== undefined && isNeverMeasured(namespace)) {
    const message = `there are no metrics of ${namespace} here`;
    properties.findings.problem(properties.at('Namespace'), message);
  }
  return namespace;
}

function topics(properties: Properties, name: string): string[] {
  const { findings } = properties;
  return (properties.list(name) ?? []).flatMap((node) => {
    const arn = findings.attempt(() => textOf(node, name));
    if (arn === undefined) return [];
    if (parseArn(arn)?.service === 'sns') return [arn];
    findings.problem(node.at, `only topics can be told here, not ${arn}`);
    return [];
  });
}

function dimensions(properties: Properties): PlannedAlarm['dimensions'] {
  const { findings } = properties;
  return (properties.list('Dimensions') ?? []).flatMap((node) => {
    return findings.attempt(() => dimension(node, findings)) ?? [];
  });
}

function dimension(node: Node, findings: Findings): { name: string; value: string } {
  const entries = entriesOf(node, 'A dimension');
  checkProperties(entries, { table: DIMENSION, of: 'A dimension', findings });
  const text = (wanted: string) => {
    const entry = entries.find(({ name }) => name === wanted);
    if (!entry) throw new Refusal(node.at, `a dimension has no ${wanted}`);
    return textOf(entry.value, wanted);
  };
  return { name: text('Name'), value: text('Value') };
}
