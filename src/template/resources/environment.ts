import { failed } from '../constraints.ts';
import type { Properties } from '../properties.ts';
import { type Entry, textOf } from '../tree.ts';

/** Lambda sets these itself (Lambda developer guide, environment variables). */
const RESERVED = new Set([
  ...['_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_EXECUTION_ENV'],
  ...['AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_RUNTIME_API'],
  ...['AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_INITIALIZATION_TYPE'],
  ...['AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME', 'LAMBDA_TASK_ROOT'],
  ...['AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
  ...['LAMBDA_RUNTIME_DIR'],
]);
const NAME = /^[a-zA-Z][a-zA-Z0-9_]+$/;
const MOST_BYTES = 4096;
const UNABLE =
  'Lambda was unable to configure your environment variables because the environment variables' +
  ' you have provided';

/** The variables that a function is given; values are text, as CloudFormation makes them. */
export function environmentOf(properties: Properties): Record<string, string> {
  const { findings } = properties;
  const nested = properties.nested('Environment', { Variables: true });
  const entries = nested?.entries('Variables') ?? [];
  const texts = entries.flatMap((entry) => {
    const text = findings.attempt(() => textOf(entry.value, `The variable ${entry.name}`));
    return text === undefined ? [] : [[entry.name, text] as const];
  });
  const problem = problemOf(entries, Object.fromEntries(texts));
  if (problem) findings.problem(problem.entry.at, problem.message);
  return Object.fromEntries(texts);
}

function problemOf(
  entries: readonly Entry[],
  variables: Readonly<Record<string, string>>,
): { entry: Entry; message: string } | undefined {
  const misnamed = entries.find(({ name }) => !NAME.test(name));
  if (misnamed) {
    const pattern = 'Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+';
    const rule = `Map keys must satisfy constraint: [${pattern}]`;
    const message = failed(`'${misnamed.name}'`, 'environment.variables', rule);
    return { entry: misnamed, message };
  }
  const reserved = entries.filter(({ name }) => RESERVED.has(name));
  if (reserved[0]) {
    const names = reserved.map(({ name }) => name).join(', ');
    const rest = 'contains reserved keys that are currently not supported for modification.';
    const message = `${UNABLE} ${rest} Reserved keys used in this request: ${names}`;
    return { entry: reserved[0], message };
  }
  const text = JSON.stringify(variables);
  if (!entries[0] || Buffer.byteLength(text) <= MOST_BYTES) return undefined;
  const size = `${Buffer.byteLength(text)} bytes`;
  return { entry: entries[0], message: `${UNABLE} exceeded the 4KB limit (${size}).` };
}
