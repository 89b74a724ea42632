import { parseArn } from '../aws/arn.ts';
import type { Scope } from '../aws/scope.ts';
import type { EventMap, Events } from './events.ts';
import type { Meter } from './metric-buckets.ts';
import type { Dimension, Metric } from './metric-series.ts';

export interface MetricSourcesOptions {
  readonly events: Events;
  readonly now: () => number;
  readonly meter: (scope: Scope, metrics: readonly Metric[], unit: string) => Meter;
  /** Whether a mapping was made with EventCount metrics. */
  readonly wantsEventCount: (mappingId: string) => boolean;
}

const NAMESPACE = 'AWS/Lambda';

type Unit = 'Count' | 'Milliseconds';

/**
 * Makes samples of what happens, as Lambda does, until the function that this returns is called.
 * Source: AWS Lambda developer guide, "Types of metrics for Lambda functions"; which of them come
 * with zeros was recorded on AWS.
 */
export function followEvents({ events, now, meter, wantsEventCount }: MetricSourcesOptions) {
  const known = new Map<string, MeteredFunction>();
  const functionOf = (arn: string) => {
    const found = known.get(arn) ?? meteredFunction(arn);
    known.set(arn, found);
    return found;
  };
  /** The meter of a function's metric, which is kept under each of the function's dimensions. */
  const meterOfFunction = (functionArn: string, name: string, unit: Unit = 'Count'): Meter => {
    const { scope, dimensionSets, meters } = functionOf(functionArn);
    const found = meters.get(name);
    if (found) return found;
    const metrics = dimensionSets.map((dimensions) => ({ namespace: NAMESPACE, name, dimensions }));
    const made = meter(scope, metrics, unit);
    meters.set(name, made);
    return made;
  };
  const addToMapping = (mapping: MappingEvent, name: string, value: number) => {
    if (value === 0 || !wantsEventCount(mapping.mappingId)) return;
    const dimensions = [{ name: 'EventSourceMappingUUID', value: mapping.mappingId }];
    const { scope } = functionOf(mapping.functionArn);
    meter(scope, [{ namespace: NAMESPACE, name, dimensions }], 'Count')(now(), value);
  };
  const off = [
    events.on('function-invoked', (event) => {
      // They belong to the minute in which the call began.
      const atMs = now() - event.durationMs;
      const metrics = event.outcome === 'throttled' ? OF_A_THROTTLED_CALL : OF_A_CALL_THAT_RAN;
      for (const [name, unit, measure] of metrics)
        meterOfFunction(event.functionArn, name, unit)(atMs, measure(event));
    }),
    events.on('records-polled', (event) => {
      addToMapping(event, 'PolledEventCount', event.records);
      addToMapping(event, 'FilteredOutEventCount', event.filteredOut);
    }),
    events.on('batch-invoked', (event) => {
      if (event.lastArrivalMs !== undefined) {
        const ageMs = Math.max(0, now() - event.lastArrivalMs);
        meterOfFunction(event.functionArn, 'IteratorAge', 'Milliseconds')(now(), ageMs);
      }
      addToMapping(event, 'InvokedEventCount', sizeOf(event));
    }),
    events.on('batch-failed', (event) =>
      addToMapping(event, 'FailedInvokeEventCount', sizeOf(event)),
    ),
    events.on('batch-partly-succeeded', (event) =>
      addToMapping(event, 'FailedInvokeEventCount', sizeOf(event) - event.processed),
    ),
    events.on('batch-discarded', (event) => {
      const isDelivered = event.destinationArn !== undefined;
      const name = isDelivered ? 'OnFailureDestinationDeliveredEventCount' : 'DroppedEventCount';
      addToMapping(event, name, sizeOf(event));
    }),
    events.on('destination-failed', (event) => {
      meterOfFunction(event.functionArn, 'DestinationDeliveryFailures')(now(), 1);
      addToMapping(event, 'DroppedEventCount', sizeOf(event));
    }),
  ];
  return () => {
    for (const end of off) end();
  };
}

type MappingEvent = Pick<EventMap['records-polled'], 'mappingId' | 'functionArn'>;

const sizeOf = (event: { readonly sequenceNumbers: readonly string[] }) =>
  event.sequenceNumbers.length;

type Invoked = EventMap['function-invoked'];

/** What is measured of a call. */
type MetricOfCall = readonly [name: string, unit: Unit, measure: (event: Invoked) => number];

/** A call that ran says also what it was not. */
const OF_A_CALL_THAT_RAN: readonly MetricOfCall[] = [
  ['Invocations', 'Count', () => 1],
  ['Errors', 'Count', ({ outcome }) => (outcome === 'failed' ? 1 : 0)],
  ['Throttles', 'Count', () => 0],
  ['Duration', 'Milliseconds', ({ durationMs }) => durationMs],
];

/** A throttled call is not an invocation. */
const OF_A_THROTTLED_CALL: readonly MetricOfCall[] = [['Throttles', 'Count', () => 1]];

interface MeteredFunction {
  readonly scope: Scope;
  /** Under which the metrics are kept: none, the function's name, its name as it was called. */
  readonly dimensionSets: readonly (readonly Dimension[])[];
  /** By the name of the metric. */
  readonly meters: Map<string, Meter>;
}

function meteredFunction(functionArn: string): MeteredFunction {
  const { account = '', region = '', resource = '' } = parseArn(functionArn) ?? {};
  const [, functionName = '', qualifier] = resource.split(':');
  const name = { name: 'FunctionName', value: functionName };
  const called = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  const dimensionSets = [[], [name], [name, { name: 'Resource', value: called }]];
  return { scope: { account, region }, dimensionSets, meters: new Map() };
}
