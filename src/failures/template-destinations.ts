import { parseArn } from '../aws/arn.ts';
import { generatedName } from '../template/physical-name.ts';
import type { Plan, PlannedFunction, PlannedMapping } from '../template/plan.ts';

/** An event source mapping of a Kinesis stream, as the Lambda API lists it. */
export interface DeployedMapping {
  /** With its qualifier, if it has one. */
  readonly functionArn: string;
  /** The ARN of its failure destination. */
  readonly destination?: string | undefined;
}

/** The longest name of a function (Lambda API reference). */
const LONGEST_NAME = 64;
/** With which CloudFormation ends the names that it makes up. */
const SUFFIX = /-[A-Za-z0-9]{12,13}$/;

/**
 * The ARNs of the failure destinations of a template's mappings. CloudFormation makes names up where
 * a template gives none, so what is deployed counts: the destinations of the mappings whose
 * functions are the template's. For a mapping of which none is deployed, the template's own name
 * has to do.
 */
export function templateDestinations(
  plan: Pick<Plan, 'stackName' | 'functions' | 'mappings'>,
  deployed: readonly DeployedMapping[],
): string[] {
  const arns = plan.mappings.flatMap((mapping) => {
    const isOurs = functionMatcher(plan, mapping);
    const found = deployed.flatMap(({ functionArn, destination }) =>
      destination !== undefined && isOurs(functionArn) ? [destination] : [],
    );
    return found.length > 0 ? found : (mapping.onFailureDestinationArn ?? []);
  });
  return [...new Set(arns)];
}

function functionMatcher(
  { stackName, functions }: Pick<Plan, 'stackName' | 'functions'>,
  mapping: PlannedMapping,
): (functionArn: string) => boolean {
  const planned = functions.find((one) => isFunctionOf(mapping, one));
  const name = planned?.functionName ?? nameOf(mapping.functionName);
  const isMadeUp =
    planned !== undefined && generatedName(stackName, planned.logicalId, LONGEST_NAME) === name;
  if (!isMadeUp) return (functionArn) => nameOf(functionArn) === name;
  const stem = name.replace(SUFFIX, '');
  return (functionArn) => {
    const other = nameOf(functionArn);
    return SUFFIX.test(other) && other.replace(SUFFIX, '') === stem;
  };
}

const isFunctionOf = ({ functionName }: PlannedMapping, one: PlannedFunction) =>
  nameOf(functionName) === one.functionName;

/** The name in a name, a partial or a whole ARN, without a qualifier. */
function nameOf(text: string): string {
  const parts = (parseArn(text)?.resource ?? text).split(':');
  const at = parts.indexOf('function');
  return parts[at + 1] ?? text;
}
