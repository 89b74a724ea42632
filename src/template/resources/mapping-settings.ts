import type { Limits } from '../constraints.ts';
import { missing } from '../constraints.ts';
import type { PlannedMapping } from '../plan.ts';
import type { Properties } from '../properties.ts';
import { textOf } from '../tree.ts';
import { filterCriteria } from './filter-criteria.ts';

/** Numbers with their ranges (Lambda API reference, CreateEventSourceMapping). */
const NUMBERS = {
  batchSize: ['BatchSize', { min: 1, max: 10_000 }],
  maximumBatchingWindowInSeconds: ['MaximumBatchingWindowInSeconds', { min: 0, max: 300 }],
  parallelizationFactor: ['ParallelizationFactor', { min: 1, max: 10 }],
  maximumRetryAttempts: ['MaximumRetryAttempts', { min: -1, max: 10_000 }],
  maximumRecordAgeInSeconds: ['MaximumRecordAgeInSeconds', { min: -1, max: 604_800 }],
  tumblingWindowInSeconds: ['TumblingWindowInSeconds', { min: 0, max: 900 }],
} as const satisfies Readonly<Record<string, readonly [string, Limits]>>;

/** In the order in which AWS lists them. */
const POSITIONS = ['LATEST', 'AT_TIMESTAMP', 'TRIM_HORIZON'] as const;
const LEAST_RECORD_AGE = 60;

export type MappingSettings = Omit<
  PlannedMapping,
  'logicalId' | 'position' | 'uuid' | 'eventSourceArn' | 'functionName' | 'onFailureDestinationArn'
>;

type Numbers = { readonly [Name in keyof typeof NUMBERS]?: number };

/** The settings that the template gives; undefined when there is no place to start from. */
export function readSettings(properties: Properties): MappingSettings | undefined {
  const numbers = readNumbers(properties);
  const enabled = properties.boolean('Enabled');
  const bisect = properties.boolean('BisectBatchOnFunctionError');
  const filters = filterCriteria(properties);
  const start = readStart(properties);
  const responseTypes = readList(properties, {
    name: 'FunctionResponseTypes',
    choices: ['ReportBatchItemFailures'],
    most: 1,
  });
  const metrics = properties.nested('MetricsConfig', { Metrics: true });
  const metricNames =
    metrics && readList(metrics, { name: 'Metrics', choices: ['EventCount'], most: 3 });
  checkTogether(numbers, filters !== undefined, properties);
  if (!start) return undefined;
  return {
    ...start,
    ...numbers,
    ...(enabled !== undefined && { enabled }),
    ...(bisect !== undefined && { bisectBatchOnFunctionError: bisect }),
    ...(responseTypes && { functionResponseTypes: responseTypes as 'ReportBatchItemFailures'[] }),
    ...(filters && { filterCriteria: filters }),
    ...(metricNames && { metricsConfig: { metrics: metricNames } }),
  };
}

function readNumbers(properties: Properties): Numbers {
  const entries = Object.entries(NUMBERS).flatMap(([field, [name, limits]]) => {
    const number = properties.integer(name, field, limits);
    return number === undefined ? [] : [[field, number] as const];
  });
  const numbers: Numbers = Object.fromEntries(entries);
  const age = numbers.maximumRecordAgeInSeconds;
  if (age !== undefined && age >= 0 && age < LEAST_RECORD_AGE) {
    // The API model admits these, its prose does not; AWS's own text is not known.
    properties.findings.problem(
      properties.at('MaximumRecordAgeInSeconds'),
      `Value '${age}' at 'maximumRecordAgeInSeconds' must be -1, or between 60 and 604800.`,
    );
  }
  return numbers;
}

type Start = Pick<MappingSettings, 'startingPosition' | 'startingPositionTimestamp'>;

function readStart(properties: Properties): Start | undefined {
  const { findings } = properties;
  const text = properties.text('StartingPosition', 'startingPosition', { enum: POSITIONS });
  if (properties.isAbsent('StartingPosition')) {
    const at = properties.at('StartingPosition');
    const advice = 'Give it TRIM_HORIZON, LATEST or AT_TIMESTAMP.';
    findings.problem(at, `${missing('startingPosition')} ${advice}`);
  }
  const seconds = properties.number('StartingPositionTimestamp');
  if (text === 'AT_TIMESTAMP' && properties.isAbsent('StartingPositionTimestamp')) {
    const message = 'The StartingPosition AT_TIMESTAMP needs a StartingPositionTimestamp.';
    findings.problem(properties.at('StartingPosition'), message);
  }
  if (text !== undefined && text !== 'AT_TIMESTAMP' && seconds !== undefined) {
    const message = 'A StartingPositionTimestamp goes with the StartingPosition AT_TIMESTAMP only.';
    findings.problem(properties.at('StartingPositionTimestamp'), message);
  }
  const startingPosition = POSITIONS.find((position) => position === text);
  if (!startingPosition) return undefined;
  // AWS keeps whole seconds (observed on AWS).
  const startingPositionTimestamp = seconds === undefined ? undefined : Math.trunc(seconds) * 1000;
  return {
    startingPosition,
    ...(startingPositionTimestamp !== undefined && { startingPositionTimestamp }),
  };
}

function readList(
  properties: Properties,
  options: { name: string; choices: readonly string[]; most: number },
): string[] | undefined {
  const { name, choices, most } = options;
  const { findings } = properties;
  const texts = properties.list(name)?.map((node) => {
    return { text: findings.attempt(() => textOf(node, name)), at: node.at };
  });
  if (texts && texts.length > most) {
    findings.problem(properties.at(name), `${name} takes at most ${most} values.`);
  }
  for (const { text, at } of texts ?? []) {
    if (text === undefined || choices.includes(text)) continue;
    findings.problem(at, `${name} of a Kinesis stream can only be ${choices.join(', ')}.`);
  }
  return texts?.flatMap(({ text }) => text ?? []);
}

/** AWS refuses these together with a tumbling window (observed on AWS; its text is not known). */
function checkTogether(numbers: Numbers, filtered: boolean, properties: Properties): void {
  if (!numbers.tumblingWindowInSeconds) return;
  const at = properties.at('TumblingWindowInSeconds');
  const refuse = (what: string) =>
    properties.findings.problem(at, `A tumbling window cannot be used together with ${what}.`);
  if ((numbers.parallelizationFactor ?? 1) > 1) refuse('a ParallelizationFactor over 1');
  if (filtered) refuse('FilterCriteria');
}
