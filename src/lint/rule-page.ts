import type { Rule } from './rule.ts';

/** The page of a rule, as `docs/rules/<id>.md` has it and `--explain` prints it. */
export function rulePage(rule: Rule): string {
  const { id, severity, title, why, incident, fix, suppress } = rule;
  const never = suppress.startsWith('Never');
  return `# ${id}

**${title}** Severity: ${severity}.

## Why it hurts

${why}

## How it looks in an incident

${incident}

## The fix

${fix}

## When to suppress it

${suppress}
${never ? '' : `\n\`\`\`yaml\n# sluicebox-ignore ${id}: the reason, for whoever reads this next year\n\`\`\`\n`}`;
}

/** The list of all rules, as `docs/rules/README.md` has it between its headings. */
export function ruleTable(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${title} |`,
  );
  return ['| rule | severity | what it finds |', '|---|---|---|', ...rows].join('\n');
}
