import type { AwsError } from '../../src/aws/aws-error.ts';
import type { SdkError } from './sdk-schema.ts';

type SdkErrors = readonly SdkError[];

/** How an error is known to the SDK otherwise than it is answered here. */
export function errorDifferences(
  known: SdkErrors,
  { code, queryCode, status }: AwsError,
): string[] {
  const sdk = find(known, code);
  if (!sdk) return unknownCodes(known, [code]);
  const lines: string[] = [];
  const { status: theirs = status, queryCode: older = queryCode } = sdk;
  if (theirs !== status) lines.push(`${code}: status ${theirs}, here ${status}`);
  if ((queryCode ?? code) !== (older ?? code))
    lines.push(`${code}: in the query protocol ${older}, here ${queryCode ?? code}`);
  return lines;
}

/** The codes that the SDK has no class for. */
export const unknownCodes = (known: SdkErrors, codes: readonly string[]): string[] =>
  codes.filter((code) => !find(known, code)).map((code) => `${code}: unknown`);

/** In the query protocol an error is known by its older code. */
const find = (known: SdkErrors, code: string) =>
  known.find((error) => error.code === code || error.queryCode === code);
