import type { Finding } from './rule.ts';
import { RULES } from './rules.ts';

/** The findings of one file. */
export interface FileFindings {
  readonly file: string;
  readonly findings: readonly Finding[];
}

/** Rules of the tool itself, which have no page. */
const OWN: Readonly<Record<string, string>> = {
  'bad-suppression': 'A comment is meant to suppress a finding, and does not.',
  'unreadable-template': 'The text is no template.',
};

/** Findings as a SARIF 2.1.0 log (OASIS standard), for code scanning. */
export function sarifLog(files: readonly FileFindings[], version: string): object {
  const described = [
    ...RULES.map(({ id, severity, title, why, fix }) => ({
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      help: { text: fix },
      defaultConfiguration: { level: severity },
    })),
    ...Object.entries(OWN).map(([id, text]) => ({ id, shortDescription: { text } })),
  ];
  const indexes = new Map(described.map(({ id }, index) => [id, index]));
  const results = files.flatMap(({ file, findings }) =>
    findings.map(({ rule, severity, message, at }) => ({
      ruleId: rule,
      ruleIndex: indexes.get(rule),
      level: severity,
      message: { text: message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(file) },
            region: { startLine: at.line, startColumn: at.column },
          },
        },
      ],
    })),
  );
  const driver = { name: 'Sluicebox', version, rules: described };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
}

/** A path as a URI reference: relative as it is, absolute as a file URI. */
function uriOf(file: string): string {
  const path = encodeURI(file.replaceAll('\\', '/')).replaceAll('#', '%23').replaceAll('?', '%3F');
  return path.startsWith('/') ? `file://${path}` : path;
}
