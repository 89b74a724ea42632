/**
 * The state that a function's answer holds for its tumbling window, as JSON text; undefined when the
 * answer is no JSON object, or its `state` is none (Lambda developer guide, tumbling windows).
 */
export function readWindowState(payload: string): string | undefined {
  const answer = parse(payload);
  if (!isObject(answer)) return undefined;
  return isObject(answer.state) ? written(answer.state) : undefined;
}

/** Undefined for what can be read, but is nested too deeply to be written again. */
function written(state: object): string | undefined {
  try {
    return JSON.stringify(state);
  } catch {
    return undefined;
  }
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is { readonly state?: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
