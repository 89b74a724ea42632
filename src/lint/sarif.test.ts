import { expect, test } from 'vitest';
import { findingsIn, mappingWith } from './linting.suite.ts';
import { sarifLog } from './sarif.ts';

interface Log {
  readonly version: string;
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations: readonly object[];
      }[];
    },
  ];
}

test('each result names its rule, by id and by index, and its place', () => {
  const findings = findingsIn(`${mappingWith('# sluicebox-ignore')}`);
  const log = sarifLog([{ file: 'in a folder/100%.yaml', findings }], '1.2.3') as Log;
  expect(log.version).toBe('2.1.0');
  const [{ tool, results }] = log.runs;
  expect(results).toHaveLength(findings.length);
  for (const { ruleId, ruleIndex, level, message } of results) {
    expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(['error', 'warning']).toContain(level);
    expect(message.text).not.toBe('');
  }
  expect(results[0]?.locations).toEqual([
    {
      physicalLocation: {
        artifactLocation: { uri: 'in%20a%20folder/100%25.yaml' },
        region: { startLine: 2, startColumn: 3 },
      },
    },
  ]);
});

test('a text that is no template is a result with a rule, too', () => {
  const log = sarifLog([{ file: 'a.yaml', findings: findingsIn('a: [') }], '1.2.3') as Log;
  const [{ tool, results }] = log.runs;
  expect(tool.driver.rules[results[0]!.ruleIndex]?.id).toBe('unreadable-template');
});
