import { AwsError } from '../aws/aws-error.ts';

/** A path with labels: `/2015-03-31/functions/{FunctionName}/invocations`, `/tags/{ARN+}`. */
export interface PathTemplate {
  readonly segments: readonly Segment[];
  /** The last segment is a label that takes the rest of the path, slashes included. */
  readonly isGreedy: boolean;
}

interface Segment {
  readonly literal?: string;
  readonly label?: string;
}

/** Reads a template. A slash at its end means nothing: AWS's clients differ in sending it. */
export function parsePathTemplate(text: string): PathTemplate {
  const segments = split(text).map((segment): Segment => {
    const label = /^\{(\w+)\+?\}$/.exec(segment)?.[1];
    return label === undefined ? { literal: segment } : { label };
  });
  return { segments, isGreedy: text.replace(/\/$/, '').endsWith('+}') };
}

/**
 * The labels of a path that fits the template, decoded; undefined for a path that does not fit.
 * An encoded slash does not separate segments.
 */
export function matchPath(
  template: PathTemplate,
  path: string,
): Record<string, string> | undefined {
  const found = split(path);
  const { segments, isGreedy } = template;
  if (isGreedy ? found.length < segments.length : found.length !== segments.length)
    return undefined;
  const labels: Record<string, string> = {};
  for (const [index, { literal, label }] of segments.entries()) {
    const isRest = isGreedy && index === segments.length - 1;
    const text = isRest ? found.slice(index).join('/') : found[index]!;
    if (literal !== undefined && literal !== text) return undefined;
    if (label === undefined) continue;
    if (text === '') return undefined;
    labels[label] = text;
  }
  return decodeAll(labels);
}

/** Sorts templates so that the more exact of two that fit the same path comes first. */
export function byExactness(a: PathTemplate, b: PathTemplate): number {
  const rank = ({ segments, isGreedy }: PathTemplate) =>
    (isGreedy ? 'z' : 'a') +
    segments.map(({ label }) => (label === undefined ? '0' : '1')).join('');
  return rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0;
}

function split(path: string): string[] {
  const segments = path.split('/').slice(1);
  if (segments.length > 1 && segments.at(-1) === '') segments.pop();
  return segments;
}

function decodeAll(labels: Record<string, string>): Record<string, string> {
  try {
    for (const [label, text] of Object.entries(labels)) labels[label] = decodeURIComponent(text);
    return labels;
  } catch (cause) {
    throw new AwsError('SerializationException', 'The path is not a valid encoding.', { cause });
  }
}
