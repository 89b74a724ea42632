import { functionArnOf } from '../../event-source-mapping/mapping.ts';
import type { EventSourceMappings } from '../../event-source-mapping/mappings.ts';
import { integer, list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { eventSourceMappingShape, showMapping } from './event-source-mapping-shape.ts';
import { FUNCTION_NAME } from './function-shapes.ts';
import { EVENT_SOURCE_ARN } from './mapping-input.ts';

/** At most so many a page, whatever MaxItems says (Lambda API reference). */
const LONGEST_PAGE = 100;

export const listEventSourceMappings = operation<EventSourceMappings>()({
  name: 'ListEventSourceMappings',
  http: { method: 'GET', path: '/2015-03-31/event-source-mappings' },
  input: structure({
    EventSourceArn: string({ in: 'query', as: 'EventSourceArn', ...EVENT_SOURCE_ARN }),
    FunctionName: string({ in: 'query', as: 'FunctionName', ...FUNCTION_NAME }),
    Marker: string({ in: 'query', as: 'Marker' }),
    MaxItems: integer({ in: 'query', as: 'MaxItems', min: 1, max: 10_000 }),
  }),
  output: structure({
    NextMarker: string(),
    EventSourceMappings: list(eventSourceMappingShape),
  }),
  handle(mappings, { EventSourceArn, FunctionName, Marker, MaxItems = LONGEST_PAGE }, { scope }) {
    const functionArn = FunctionName === undefined ? undefined : functionArnOf(scope, FunctionName);
    const all = mappings.list(scope, { eventSourceArn: EventSourceArn, functionArn });
    // The marker is the UUID behind which the next page begins; the list is in their order.
    const rest = all.filter(({ uuid }) => Marker === undefined || uuid > Marker);
    const page = rest.slice(0, Math.min(MaxItems, LONGEST_PAGE));
    return {
      NextMarker: page.length < rest.length ? page.at(-1)?.uuid : undefined,
      EventSourceMappings: page.map(showMapping),
    };
  },
});
