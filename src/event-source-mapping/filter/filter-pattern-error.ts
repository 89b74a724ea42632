/**
 * A filter pattern that Lambda refuses when a mapping is created or updated. The message is
 * Lambda's own (observed on AWS), which says nothing more; `reason` is for people.
 */
export class FilterPatternError extends Error {
  override readonly name = 'FilterPatternError';
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super('Invalid filter pattern definition.', options);
    this.reason = reason;
  }
}
