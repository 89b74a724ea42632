import { functionArnOf, type MappingDefinition } from '../../event-source-mapping/mapping.ts';
import { MappingError } from '../../event-source-mapping/mapping-error.ts';
import type { EventSourceMappings } from '../../event-source-mapping/mappings.ts';
import { DEFAULT_SETTINGS } from '../../event-source-mapping/settings.ts';
import { type Infer, map, required, string, structure, timestamp } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { eventSourceMappingShape, showChanged } from './event-source-mapping-shape.ts';
import { FUNCTION_NAME } from './function-shapes.ts';
import {
  EVENT_SOURCE_ARN,
  givenSettings,
  refusal,
  refusedMembers,
  settingsMembers,
} from './mapping-input.ts';

const input = structure({
  EventSourceArn: string(EVENT_SOURCE_ARN),
  FunctionName: required(string(FUNCTION_NAME)),
  StartingPosition: string({ enum: ['LATEST', 'AT_TIMESTAMP', 'TRIM_HORIZON'] }),
  StartingPositionTimestamp: timestamp(),
  Tags: map(string()),
  ...settingsMembers,
  ...refusedMembers,
});

export const createEventSourceMapping = operation<MappingsWithIds>()({
  name: 'CreateEventSourceMapping',
  http: { method: 'POST', path: '/2015-03-31/event-source-mappings', status: 202 },
  input,
  output: eventSourceMappingShape,
  async handle({ mappings, newId }, request, context) {
    const problem = refusal(request) ?? startProblem(request);
    if (problem) throw new MappingError('InvalidParameter', problem);
    const definition = definitionOf(request, { scope: context.scope, uuid: newId() });
    const mapping = await mappings.create(definition);
    // AWS answers so even for a mapping that is made disabled, and settles afterwards (recorded).
    return showChanged({ ...mapping, state: 'Creating' });
  },
});

/** Mappings, and where the ids of new ones come from. */
export interface MappingsWithIds {
  readonly mappings: EventSourceMappings;
  readonly newId: () => string;
}

type Request = Infer<typeof input>;

function startProblem(request: Request): string | undefined {
  const { EventSourceArn, StartingPosition, StartingPositionTimestamp } = request;
  if (!EventSourceArn) return 'Unrecognized event source.';
  if (!StartingPosition) {
    return (
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy " +
      'constraint: Member must not be null.'
    );
  }
  const needsTime = StartingPosition === 'AT_TIMESTAMP';
  if (needsTime && StartingPositionTimestamp === undefined) {
    return 'The StartingPosition AT_TIMESTAMP needs a StartingPositionTimestamp.';
  }
  if (!needsTime && StartingPositionTimestamp !== undefined) {
    return 'A StartingPositionTimestamp goes with the StartingPosition AT_TIMESTAMP only.';
  }
  return undefined;
}

function definitionOf(
  request: Request,
  { scope, uuid }: Pick<MappingDefinition, 'scope' | 'uuid'>,
): MappingDefinition {
  const { StartingPositionTimestamp: timestampMs } = request;
  return {
    uuid,
    scope,
    eventSourceArn: request.EventSourceArn as string,
    functionArn: functionArnOf(scope, request.FunctionName),
    startingPosition: request.StartingPosition as MappingDefinition['startingPosition'],
    ...(timestampMs !== undefined && {
      startingPositionTimestampMs: Math.floor(timestampMs / 1000) * 1000,
    }),
    isEnabled: request.Enabled ?? true,
    settings: { ...DEFAULT_SETTINGS, ...givenSettings(request) },
    origin: 'api',
    tags: request.Tags ?? {},
  };
}
