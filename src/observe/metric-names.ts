import { MetricError } from './metric-error.ts';
import { type Metric, sorted } from './metric-series.ts';

/** Source: Dimension API reference (names and values are ASCII without control characters). */
const PRINTABLE_ASCII = /^[ -~]*[!-~][ -~]*$/;
const CONTROL = /\p{Cc}/u;

const invalid = (message: string) => new MetricError('InvalidParameterValue', message);

/** The metric with its dimensions in order. Throws `InvalidParameterValue`. */
export function checkMetric(metric: Metric): Metric {
  const { namespace, name } = metric;
  if (CONTROL.test(namespace)) throw invalid('The parameter Namespace has control characters.');
  if (CONTROL.test(name)) throw invalid('The parameter MetricName has control characters.');
  const dimensions = sorted(metric.dimensions);
  for (const [index, dimension] of dimensions.entries()) {
    if (!PRINTABLE_ASCII.test(dimension.name) || dimension.name.startsWith(':')) {
      throw invalid(`The name of the dimension ${dimension.name} is invalid.`);
    }
    if (!PRINTABLE_ASCII.test(dimension.value)) {
      throw invalid(`The value of the dimension ${dimension.name} is invalid.`);
    }
    if (dimensions[index + 1]?.name === dimension.name) {
      throw invalid(`The dimension ${dimension.name} is given twice.`);
    }
  }
  return { namespace, name, dimensions };
}
