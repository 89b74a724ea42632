import type { Template } from './sections.ts';
import { child } from './tree.ts';

/** What SAM makes of a function besides the function, by how its logical id goes on. */
const FUNCTION_PARTS = /^(Role$|Version|Alias|Url|EventInvokeConfig|AsyncInvokeConfig)/;
const TEMPLATE_PARTS = /^(Serverless(Rest|Http)Api|ServerlessDeploymentApplication$)/;

/**
 * Whether SAM makes a resource of that name (AWS SAM developer guide, generated resources). Only
 * roles and mappings of functions are known here; the others do not run.
 */
export function isMadeBySam(name: string, { resources }: Template): boolean {
  const all = [...resources.values()];
  if (TEMPLATE_PARTS.test(name)) {
    return all.some(({ type }) => type.startsWith('AWS::Serverless::'));
  }
  return all.some(({ logicalId, type, properties }) => {
    if (!type.startsWith('AWS::Serverless::') || !name.startsWith(logicalId)) return false;
    const rest = name.slice(logicalId.length);
    if (type !== 'AWS::Serverless::Function') return rest !== '';
    const events = child(properties, 'Events');
    const names = events?.kind === 'map' ? [...events.entries.keys()] : [];
    return FUNCTION_PARTS.test(rest) || names.some((event) => rest.startsWith(event));
  });
}
