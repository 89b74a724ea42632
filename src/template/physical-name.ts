import { createHash } from 'node:crypto';

/** CloudFormation's suffixes are twelve of these. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const SUFFIX_LENGTH = 12;

function digest(stackName: string, logicalId: string, purpose: string): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([purpose, stackName, logicalId]))
    .digest();
}

/**
 * The name of a resource that is given none: `stack-LogicalId-SUFFIX`, as CloudFormation makes
 * them. The suffix follows from the other two, so that a restart finds the same resource again.
 * Where the service allows fewer characters, the stack's name and the logical id are cut.
 */
export function generatedName(stackName: string, logicalId: string, longest: number): string {
  const suffix = [...digest(stackName, logicalId, 'name').subarray(0, SUFFIX_LENGTH)]
    .map((byte) => LETTERS[byte % LETTERS.length])
    .join('');
  const room = longest - SUFFIX_LENGTH - 2;
  const idLength = Math.max(room - stackName.length, Math.ceil(room / 2));
  const id = logicalId.slice(0, idLength);
  return `${stackName.slice(0, room - id.length)}-${id}-${suffix}`;
}

/** A UUID that looks like AWS's (version 4, lower case) and is the same at every start. */
export function generatedUuid(stackName: string, logicalId: string): string {
  const hex = digest(stackName, logicalId, 'uuid').toString('hex');
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
