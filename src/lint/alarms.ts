import type { Resource } from '../template/sections.ts';
import { child, type Node } from '../template/tree.ts';
import type { LintedTemplate } from './linted-template.ts';

const TYPE = 'AWS::CloudWatch::Alarm';

/** What an alarm has to watch. */
export interface Watched {
  readonly metrics: readonly string[];
  /** The resource that the metric is of, and the property that names it. */
  readonly resource: Resource;
  readonly nameProperty: string;
}

/**
 * Whether an alarm of the template watches it. What cannot be told counts as watched, and so does
 * a metric without dimensions: it is over all resources.
 */
export function isWatched(template: LintedTemplate, watched: Watched): boolean {
  if (!template.isComplete) return true;
  return template.resourcesOf(TYPE).some(({ properties }) => {
    return metricsOf(template, properties).some((metric) => {
      return metric === 'unknown' || fits(template, metric, watched);
    });
  });
}

/** The metrics of an alarm: its own, or those that its Metrics compute with. */
function metricsOf(template: LintedTemplate, properties: Node): (Node | 'unknown')[] {
  const value = template.value(properties, 'Metrics');
  if (value.kind === 'absent') return [properties];
  if (value.kind !== 'known' || value.node.kind !== 'list') return ['unknown'];
  return value.node.items.flatMap((item): (Node | 'unknown')[] => {
    const metric = child(child(item, 'MetricStat'), 'Metric');
    if (metric) return [metric];
    const expression = template.text(item, 'Expression');
    const isOpen = expression === 'unknown' || /SEARCH|SELECT|METRICS\(/i.test(expression);
    return isOpen ? ['unknown'] : [];
  });
}

function fits(template: LintedTemplate, metric: Node, watched: Watched): boolean {
  const name = template.text(metric, 'MetricName');
  if (name !== 'unknown' && !watched.metrics.includes(name)) return false;
  const dimensions = template.value(metric, 'Dimensions');
  if (dimensions.kind !== 'known' || dimensions.node.kind !== 'list') return true;
  const { resource, nameProperty } = watched;
  const ownName = template.text(resource.properties, nameProperty);
  return dimensions.node.items.some((item) => {
    const value = template.value(item, 'Value');
    if (value.kind === 'reference') return value.logicalId === resource.logicalId;
    if (value.kind !== 'known') return true;
    return ownName === 'unknown' || template.text(value.node) === ownName;
  });
}
