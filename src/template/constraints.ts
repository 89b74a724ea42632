/** Limits of a number, text or choice, as the API models of the services have them. */
export interface Limits {
  readonly min?: number;
  readonly max?: number;
  readonly enum?: readonly string[];
  /** The whole text must match. */
  readonly pattern?: RegExp;
}

/**
 * What AWS says of a value outside its limits, or undefined when the value is within them.
 * `field` is the name in the API: `batchSize`. The form is AWS's own and the same for all services.
 */
export function violation(
  value: string | number,
  field: string,
  limits: Limits,
): string | undefined {
  const rule = brokenRule(value, limits);
  if (rule === undefined) return undefined;
  return failed(`'${value}'`, field, `Member must ${rule}`);
}

/** What AWS says when a member that it needs is not there. */
export function missing(field: string): string {
  return failed('null', field, 'Member must not be null.');
}

/** The sentence of AWS around a rule. */
export function failed(value: string, field: string, rule: string): string {
  const what = `Value ${value} at '${field}'`;
  return `1 validation error detected: ${what} failed to satisfy constraint: ${rule}`;
}

function brokenRule(value: string | number, limits: Limits): string | undefined {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = limits;
  if (typeof value === 'number') {
    if (value > max) return `have value less than or equal to ${max}`;
    return value < min ? `have value greater than or equal to ${min}` : undefined;
  }
  if (limits.enum && !limits.enum.includes(value)) {
    return `satisfy enum value set: [${limits.enum.join(', ')}]`;
  }
  if (value.length > max) return `have length less than or equal to ${max}`;
  if (value.length < min) return `have length greater than or equal to ${min}`;
  if (!limits.pattern || limits.pattern.test(value)) return undefined;
  return `satisfy regular expression pattern: ${limits.pattern.source.replace(/^\^|\$$/g, '')}`;
}
