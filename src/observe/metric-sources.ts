import { parseArn } from '../aws/arn.ts';
import type { Scope } from '../aws/scope.ts';
import type { EventMap, Events } from './events.ts';
import type { Meter } from './metric-buckets.ts';
import type { Dimension, Metric } from './metric-series.ts';

export interface MetricSourcesOptions {
  readonly events: Events;
  readonly now: () => number;
  readonly meter: (scope: Scope, metric: Metric, unit: string) => Meter;
  /** Whether a mapping was made with EventCount metrics. */
  readonly wantsEventCount: (mappingId: string) => boolean;
}

const NAMESPACE = 'AWS/Lambda';

interface Value {
  readonly value: number;
  readonly unit?: 'Count' | 'Milliseconds';
  readonly atMs: number;
}

/**
 * Makes samples of what happens, as Lambda does, until the function that this returns is called.
 * Source: AWS Lambda developer guide, "Types of metrics for Lambda functions"; which of them come
 * with zeros was recorded on AWS.
 */
export function followEvents({ events, now, meter, wantsEventCount }: MetricSourcesOptions) {
  const meterOf = (scope: Scope, name: string, dimensions: readonly Dimension[], unit = 'Count') =>
    meter(scope, { namespace: NAMESPACE, name, dimensions }, unit);
  const known = new Map<string, MeteredFunction>();
  const functionOf = (arn: string) => {
    const found = known.get(arn) ?? meteredFunction(arn);
    known.set(arn, found);
    return found;
  };
  const ofFunction = (functionArn: string, name: string, { value, unit, atMs }: Value) => {
    const { scope, dimensionSets, meters } = functionOf(functionArn);
    const ofName =
      meters.get(name) ?? dimensionSets.map((each) => meterOf(scope, name, each, unit));
    meters.set(name, ofName);
    for (const add of ofName) add(atMs, value);
  };
  const ofMapping = (mapping: MappingEvent, name: string, value: number) => {
    if (value === 0 || !wantsEventCount(mapping.mappingId)) return;
    const dimensions = [{ name: 'EventSourceMappingUUID', value: mapping.mappingId }];
    const { scope } = functionOf(mapping.functionArn);
    meterOf(scope, name, dimensions)(now(), value);
  };
  const off = [
    events.on('function-invoked', (event) => {
      // They belong to the minute in which the call began.
      const atMs = now() - event.durationMs;
      for (const [name, value] of Object.entries(invocationMetrics(event)))
        ofFunction(event.functionArn, name, { ...value, atMs });
    }),
    events.on('records-polled', (event) => {
      ofMapping(event, 'PolledEventCount', event.records);
      ofMapping(event, 'FilteredOutEventCount', event.filteredOut);
    }),
    events.on('batch-invoked', (event) => {
      if (event.lastArrivalMs !== undefined) {
        const value = Math.max(0, now() - event.lastArrivalMs);
        const age = { value, unit: 'Milliseconds', atMs: now() } as const;
        ofFunction(event.functionArn, 'IteratorAge', age);
      }
      ofMapping(event, 'InvokedEventCount', sizeOf(event));
    }),
    events.on('batch-failed', (event) => ofMapping(event, 'FailedInvokeEventCount', sizeOf(event))),
    events.on('batch-partly-succeeded', (event) =>
      ofMapping(event, 'FailedInvokeEventCount', sizeOf(event) - event.processed),
    ),
    events.on('batch-discarded', (event) => {
      const isDelivered = event.destinationArn !== undefined;
      const name = isDelivered ? 'OnFailureDestinationDeliveredEventCount' : 'DroppedEventCount';
      ofMapping(event, name, sizeOf(event));
    }),
    events.on('destination-failed', (event) => {
      ofFunction(event.functionArn, 'DestinationDeliveryFailures', { value: 1, atMs: now() });
      ofMapping(event, 'DroppedEventCount', sizeOf(event));
    }),
  ];
  return () => {
    for (const end of off) end();
  };
}

type MappingEvent = Pick<EventMap['records-polled'], 'mappingId' | 'functionArn'>;

const sizeOf = (event: { readonly sequenceNumbers: readonly string[] }) =>
  event.sequenceNumbers.length;

/** A throttled call is not an invocation, and a call that ran says also what it was not. */
function invocationMetrics(
  event: EventMap['function-invoked'],
): Record<string, Omit<Value, 'atMs'>> {
  if (event.outcome === 'throttled') return { Throttles: { value: 1 } };
  return {
    Invocations: { value: 1 },
    Errors: { value: event.outcome === 'failed' ? 1 : 0 },
    Throttles: { value: 0 },
    Duration: { value: event.durationMs, unit: 'Milliseconds' },
  };
}

interface MeteredFunction {
  readonly scope: Scope;
  /** Under which the metrics are kept: none, the function's name, its name as it was called. */
  readonly dimensionSets: readonly (readonly Dimension[])[];
  /** By the name of the metric, one for each set of dimensions. */
  readonly meters: Map<string, readonly Meter[]>;
}

function meteredFunction(functionArn: string): MeteredFunction {
  const { account = '', region = '', resource = '' } = parseArn(functionArn) ?? {};
  const [, functionName = '', qualifier] = resource.split(':');
  const name = { name: 'FunctionName', value: functionName };
  const called = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  const dimensionSets = [[], [name], [name, { name: 'Resource', value: called }]];
  return { scope: { account, region }, dimensionSets, meters: new Map() };
}
