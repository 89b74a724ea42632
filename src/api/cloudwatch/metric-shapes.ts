import { MetricError, type MetricErrorCode } from '../../observe/metric-error.ts';
import type { Dimension } from '../../observe/metric-series.ts';
import { list, required, string, structure } from '../../wire/shape.ts';

export const namespace = string({ min: 1, max: 255, pattern: '[^:].*' });
export const metricName = string({ min: 1, max: 255 });
export const dimensionName = string({ min: 1, max: 255 });
export const dimensionValue = string({ min: 1, max: 1024 });
export const dimensions = list(
  structure({ Name: required(dimensionName), Value: required(dimensionValue) }),
  { max: 30 },
);

/** What identifies a metric, as answers and queries have it. */
export const metric = structure({
  Namespace: namespace,
  MetricName: metricName,
  Dimensions: dimensions,
});

export const unit = string({
  enum: [
    ...['Seconds', 'Microseconds', 'Milliseconds'],
    ...['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'],
    ...['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'],
    ...['Percent', 'Count'],
    ...['Bytes/Second', 'Kilobytes/Second', 'Megabytes/Second', 'Gigabytes/Second'],
    ...['Terabytes/Second', 'Bits/Second', 'Kilobits/Second', 'Megabits/Second'],
    ...['Gigabits/Second', 'Terabits/Second', 'Count/Second', 'None'],
  ],
});

export const readDimensions = (
  given: readonly { Name: string; Value: string }[] | undefined,
): Dimension[] => (given ?? []).map(({ Name: name, Value: value }) => ({ name, value }));

export const writeDimensions = (given: readonly Dimension[]) =>
  given.map(({ name, value }) => ({ Name: name, Value: value }));

/** Refuses what this endpoint does not do instead of ignoring it. */
export function refuse(
  input: Readonly<Record<string, unknown>>,
  names: readonly string[],
  code: MetricErrorCode = 'InvalidParameterValue',
): void {
  const used = names.find((name) => input[name] !== undefined && input[name] !== false);
  if (used) throw new MetricError(code, `${used} is not supported here.`);
}
