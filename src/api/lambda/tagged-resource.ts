import { parseArn } from '../../aws/arn.ts';
import type { Scope } from '../../aws/scope.ts';
import { MappingError } from '../../event-source-mapping/mapping-error.ts';
import type { EventSourceMappings } from '../../event-source-mapping/mappings.ts';
import type { FunctionControl } from '../../lambda/control/function-control.ts';
import { changeTags } from '../../lambda/control/tags.ts';
import type { Functions } from '../../lambda/functions.ts';
import { LambdaError } from '../../lambda/lambda-error.ts';

/** What the ARN of a resource with tags must look like. */
export const TAGGABLE_ARN = {
  min: 1,
  max: 256,
  pattern:
    'arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:' +
    '(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|' +
    'event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|' +
    'capacity-provider:[a-zA-Z0-9-_]+)',
};

/** What can be tagged: functions, and event source mappings. */
export interface Taggable {
  readonly mappings: EventSourceMappings;
  readonly functions: Functions;
  readonly control: FunctionControl;
}

interface TagChange {
  readonly set?: Record<string, string>;
  readonly remove?: readonly string[];
}

/** A resource with its tags, and how they are changed. */
export interface TaggedResource {
  readonly tags: Readonly<Record<string, string>>;
  change(change: TagChange): Promise<unknown>;
}

const MAPPING = 'event-source-mapping:';
const FUNCTION = 'function:';

/**
 * The resource that a tag operation names by its ARN. Tags of a template's function hold until the
 * next start, and a warning says so.
 *
 * @throws MappingError InvalidParameter for what has no tags here, NotFound
 * @throws LambdaError ResourceNotFoundException, InvalidParameterValueException
 */
export function taggedResource(taggable: Taggable, arn: string, scope: Scope): TaggedResource {
  const resource = parseArn(arn)?.resource ?? '';
  if (resource.startsWith(MAPPING)) {
    return taggedMapping(taggable.mappings, { arn, uuid: resource.slice(MAPPING.length), scope });
  }
  if (resource.startsWith(FUNCTION)) return taggedFunction(taggable, arn, scope);
  const message = `Only functions and event source mappings can be tagged here, not ${arn}.`;
  throw new MappingError('InvalidParameter', message);
}

function taggedFunction(
  { functions, control }: Taggable,
  arn: string,
  scope: Scope,
): TaggedResource {
  if (arn.split(':').length > 7) {
    throw new LambdaError(
      'InvalidParameterValueException',
      'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    );
  }
  return {
    tags: functions.known(scope, arn).tags,
    change: (change) =>
      control.change(scope, arn, (known) => changeTags(known, change), { isForTemplates: true }),
  };
}

function taggedMapping(
  mappings: EventSourceMappings,
  { arn, uuid, scope }: { arn: string; uuid: string; scope: Scope },
): TaggedResource {
  const mapping = mappings.get(scope, uuid);
  if (!mapping) throw new MappingError('NotFound', `Event source mapping not found: ${arn}`);
  return {
    tags: mapping.tags,
    change({ set = {}, remove = [] }) {
      const tags: Record<string, string> = { ...mapping.tags, ...set };
      for (const key of remove) delete tags[key];
      return mappings.retag(scope, uuid, tags);
    },
  };
}
