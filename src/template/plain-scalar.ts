import type { Scalar } from './tree.ts';

const CONSTANTS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ['', null],
  ['~', null],
  ...(['null', 'Null', 'NULL'] as const).map((text) => [text, null] as const),
  ...['true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map(
    (text) => [text, true] as const,
  ),
  ...['false', 'False', 'FALSE', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map(
    (text) => [text, false] as const,
  ),
]);

const DECIMAL = /^[-+]?(0|[1-9][0-9_]*)$/;
const OCTAL = /^([-+]?)0([0-7_]+)$/;
const HEXADECIMAL = /^([-+]?)0x([0-9a-fA-F_]+)$/;
const FLOAT = /^[-+]?(\d[\d_]*\.[\d_]*([eE][-+]\d+)?|\.\d[\d_]*([eE][-+]\d+)?)$/;

/**
 * What an unquoted YAML scalar means. CloudFormation and SAM read YAML 1.1, in which `yes` is true
 * and `010` is eight (CloudFormation user guide, template formats). Dates stay text, as do numbers
 * that a double cannot hold, such as long ids.
 */
export function plainScalar(text: string): Scalar {
  const constant = CONSTANTS.get(text);
  if (constant !== undefined) return constant;
  const number = numberOf(text);
  return number !== undefined && Number.isFinite(number) ? number : text;
}

function numberOf(text: string): number | undefined {
  if (DECIMAL.test(text)) {
    const number = Number(text.replaceAll('_', ''));
    return Number.isSafeInteger(number) ? number : undefined;
  }
  if (FLOAT.test(text)) return Number(text.replaceAll('_', ''));
  const octal = OCTAL.exec(text);
  if (octal) return inBase(octal[1]!, octal[2]!, 8);
  const hexadecimal = HEXADECIMAL.exec(text);
  return hexadecimal ? inBase(hexadecimal[1]!, hexadecimal[2]!, 16) : undefined;
}

function inBase(sign: string, digits: string, base: number): number {
  return Number.parseInt(digits.replaceAll('_', ''), base) * (sign === '-' ? -1 : 1);
}
