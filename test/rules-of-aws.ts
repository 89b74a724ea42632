import { type Node, parse, walk } from './architecture-source.ts';

/** A rule that AWS follows, as `docs/aws-rules.md` lists it. */
export interface Rule {
  /** `3.4.6`, or `T4` for a recorded timeline. */
  readonly id: string;
  /** Why no test can show it; '' when one can. */
  readonly notShown: string;
}

/** The name of a test, or of tests that are described together. */
export interface TestName {
  readonly path: string;
  readonly name: string;
}

const EVIDENCE = new Set([
  ...['documented', 'recorded', 'recorded (DynamoDB)', 'inferred', 'choice'],
]);
const HEADS = new Set(['Rule', 'Timeline']);
const ID = /^(?:T[1-9]\d*|\d+(?:\.\d+)+)$/;

/** Reads the tables of `docs/aws-rules.md`. What is not right with a row comes with it. */
export function readRules(markdown: string): { rules: Rule[]; malformed: string[] } {
  const rules: Rule[] = [];
  const malformed: string[] = [];
  for (const [index, line] of markdown.split('\n').entries()) {
    if (!line.startsWith('|')) continue;
    const cells = line.split('|').map((cell) => cell.trim());
    const [, id = '', sentence = '', evidence = '', notShown = ''] = cells;
    if (HEADS.has(id) || /^-+$/.test(id)) continue;
    const wrong = [
      cells.length !== 6 && 'has not four cells',
      !ID.test(id) && `has the number ${JSON.stringify(id)}`,
      !/^[^.].*\.$/.test(sentence) && 'says nothing, or not in a sentence',
      !evidence.split(', ').every((one) => EVIDENCE.has(one)) && `has the evidence ${evidence}`,
      rules.some((rule) => rule.id === id) && 'is there twice',
    ].filter((what) => what !== false);
    malformed.push(...wrong.map((what) => `line ${index + 1}: ${id} ${what}`));
    rules.push({ id, notShown });
  }
  return { rules, malformed };
}

const CALLEES = new Set(['test', 'it', 'describe']);

/** The names in a file of tests, as they are written. */
export function readTestNames(path: string, text: string): TestName[] {
  const names: TestName[] = [];
  walk(parse(path, text), undefined, (node) => {
    if (node.type !== 'CallExpression' || !CALLEES.has(rootOf(node))) return;
    const name = textOf(node.arguments[0]);
    if (name !== undefined) names.push({ path, name });
  });
  return names;
}

/** `test` for `test(…)`, `test.each(…)(…)`, `test.skipIf(…)(…)`. */
function rootOf(node: Node): string {
  let callee = node;
  while (callee.callee ?? callee.object) callee = callee.callee ?? callee.object;
  return callee.name;
}

function textOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node?.type !== 'TemplateLiteral') return undefined;
  return node.quasis.map((quasi: Node) => quasi.value.cooked).join('…');
}

const RULE = '(?:rules? )?\\d+(?:\\.\\d+)+';
const TAIL = new RegExp(` \\((?:T\\d+|rules? \\d+(?:\\.\\d+)+)(?:, (?:T\\d+|${RULE}))*\\)$`);

/** The rules that a name ends with: `(T4)`, `(rule 3.4.6)`, `(T9, rules 3.2.4, 3.4.9)`. */
export function rulesNamed(name: string): string[] {
  return TAIL.exec(name)?.[0].match(/T\d+|\d+(?:\.\d+)+/g) ?? [];
}

/** What does not fit together between the rules and the names of tests. */
export function mismatches(rules: readonly Rule[], names: readonly TestName[]): string[] {
  const shownBy = new Map<string, TestName>();
  const found: string[] = [];
  for (const test of names) {
    const ids = rulesNamed(test.name);
    const isMeant = /\brules? \d|\(T\d/.test(test.name);
    if (isMeant && ids.length === 0) found.push(`${at(test)} names a rule, but not at its end`);
    for (const id of ids) {
      if (!rules.some((rule) => rule.id === id)) found.push(`${at(test)} names no rule: ${id}`);
      shownBy.set(id, test);
    }
  }
  for (const { id, notShown } of rules) {
    const test = shownBy.get(id);
    if (!test && notShown === '') found.push(`no test names ${id}`);
    if (test && notShown !== '') found.push(`${id} is not shown, it says, but: ${at(test)}`);
  }
  return found;
}

const at = ({ path, name }: TestName) => `${path}: '${name}'`;
