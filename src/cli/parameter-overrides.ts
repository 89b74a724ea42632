import { UsageError } from './usage-error.ts';

const SAM_FORM = /^ParameterKey=([^,]+),ParameterValue=(.*)$/s;
const SHORT_FORM = /^([^=]+)=(.*)$/s;

/**
 * Reads `Key=Value`, or `ParameterKey=Key,ParameterValue=Value`, as the SAM CLI does.
 *
 * @throws UsageError for anything else
 */
export function parameterOverrides(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const match = SAM_FORM.exec(text) ?? SHORT_FORM.exec(text);
      if (!match) throw new UsageError(`--parameter-overrides takes Key=Value, not "${text}".`);
      return [match[1], match[2]];
    }),
  );
}
