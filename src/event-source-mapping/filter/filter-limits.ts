/**
 * What bounds filters. Whoever takes filters in counts them and their characters; what is inside
 * a pattern is checked when it is parsed.
 */
export const FILTER_LIMITS = {
  /** Filters of one mapping (Lambda developer guide, "Control which events Lambda sends"). */
  filters: 5,
  /** The same, once AWS has raised the quota of an account. */
  filtersWithRaisedQuota: 10,
  /** Characters of one pattern (Lambda API reference, Filter). */
  patternCharacters: 4096,
  /**
   * `numeric` works on numbers from minus this to this, inclusive (README of AWS's Event Ruler;
   * the Lambda developer guide gives no number).
   */
  numericMaximum: 5e9,
  /** `numeric` compares this many digits to the right of the decimal point (same source). */
  numericDecimals: 6,
  /**
   * Objects and arrays inside each other. AWS documents none; this is the default of the JSON
   * library that Event Ruler is built on.
   */
  jsonDepth: 1000,
} as const;
