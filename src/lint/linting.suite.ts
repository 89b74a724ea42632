import { type LintOptions, lintTemplate } from './lint-template.ts';
import type { Surroundings } from './linted-template.ts';
import type { Finding } from './rule.ts';

/** A folder in memory, as the surroundings of a template. */
export function folderOf(files: Readonly<Record<string, string>> = {}): Surroundings {
  return {
    read: (path) => files[path],
    programs: () => Object.entries(files).map(([path, text]) => ({ path, text })),
  };
}

/** What is found in a text, of one rule or of all. */
export function findingsIn(
  text: string,
  rule?: string,
  options: Partial<LintOptions> = {},
): Finding[] {
  const all = { surroundings: folderOf(), ...options };
  const { findings } = lintTemplate(text, 'template.yaml', all);
  return findings.filter((finding) => rule === undefined || finding.rule === rule);
}

/** A mapping of a stream, with settings in YAML, one a line. */
export function mappingWith(...settings: readonly string[]): string {
  return `Resources:
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: arn:aws:kinesis:eu-west-1:123456789012:stream/orders
      FunctionName: consumer
      StartingPosition: TRIM_HORIZON
${settings.map((line) => `      ${line}\n`).join('')}`;
}
