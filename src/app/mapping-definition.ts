import type { Scope } from '../aws/scope.ts';
import { functionArnOf, type MappingDefinition } from '../event-source-mapping/mapping.ts';
import {
  DEFAULT_SETTINGS,
  type EventSourceMappingSettings,
} from '../event-source-mapping/settings.ts';
import type { PlannedMapping } from '../template/plan.ts';
import { given } from './given.ts';

/** What the engine is told of a mapping of the template. */
export function mappingDefinition(planned: PlannedMapping, scope: Scope): MappingDefinition {
  const { uuid, eventSourceArn, startingPosition, startingPositionTimestamp } = planned;
  return {
    uuid,
    scope,
    eventSourceArn,
    functionArn: functionArnOf(scope, planned.functionName),
    startingPosition,
    ...given({ startingPositionTimestampMs: startingPositionTimestamp }),
    isEnabled: planned.enabled ?? true,
    settings: mappingSettings(planned),
    origin: 'template',
    tags: {},
  };
}

/** The settings of a mapping of the template, AWS's defaults filled in. */
export function mappingSettings(planned: PlannedMapping): EventSourceMappingSettings {
  const names = Object.keys(DEFAULT_SETTINGS) as (keyof EventSourceMappingSettings)[];
  const known = names.map((name) => [name, (planned as Partial<typeof DEFAULT_SETTINGS>)[name]]);
  const { onFailureDestinationArn, filterCriteria, metricsConfig } = planned;
  return {
    ...DEFAULT_SETTINGS,
    ...given(Object.fromEntries(known)),
    ...given({ onFailureDestinationArn }),
    metrics: (metricsConfig?.metrics ?? []) as 'EventCount'[],
    filterPatterns: filterCriteria?.filters.map(({ pattern }) => pattern) ?? [],
  };
}
