import { parseArn } from '../../aws/arn.ts';
import type { Scope } from '../../aws/scope.ts';
import type { EventSourceMapping } from '../../event-source-mapping/mapping.ts';
import { MappingError } from '../../event-source-mapping/mapping-error.ts';
import type { EventSourceMappings } from '../../event-source-mapping/mappings.ts';

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

const PREFIX = 'event-source-mapping:';

/**
 * The mapping that a tag operation names by its ARN; tags of functions come from the template.
 *
 * @throws MappingError InvalidParameter for other resources, NotFound
 */
export function taggedMapping(
  mappings: EventSourceMappings,
  arn: string,
  scope: Scope,
): EventSourceMapping {
  const resource = parseArn(arn)?.resource ?? '';
  if (!resource.startsWith(PREFIX)) {
    const message = `Only event source mappings can be tagged here, not ${arn}.`;
    throw new MappingError('InvalidParameter', message);
  }
  const mapping = mappings.get(scope, resource.slice(PREFIX.length));
  if (mapping) return mapping;
  throw new MappingError('NotFound', `Event source mapping not found: ${arn}`);
}
