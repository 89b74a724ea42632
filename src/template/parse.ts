import { Composer, type CST, LineCounter, Parser } from 'yaml';
import { type Position, Refusal, TemplateError } from './problem.ts';
import type { Node } from './tree.ts';
import { TreeReader } from './tree-reader.ts';

/** CloudFormation takes no template over 1 MB (CloudFormation quotas). */
const MOST_CHARACTERS = 1_000_000;
/** Far beyond what templates need: it keeps a hostile file from using up the stack. */
const DEEPEST = 100;
const MOST_SYNTAX_ERRORS = 20;
const START: Position = { line: 1, column: 1 };

/**
 * Reads the YAML or JSON text of a template into a tree with positions; the short tags become
 * their long form (`!Ref X` → `Ref: X`).
 * @throws TemplateError when the text is not YAML, or is too large or too deep to be a template.
 */
export function parseTemplate(text: string, fileName: string): Node {
  const refuse = (at: Position, message: string) =>
    new TemplateError(fileName, [{ message, ...at }]);
  if (text.length > MOST_CHARACTERS) {
    throw refuse(START, `The template is larger than ${MOST_CHARACTERS} characters.`);
  }
  const lines = new LineCounter();
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  // The composer recurses, so the depth is looked at before it runs.
  if (depthOf(tokens) > DEEPEST) {
    throw refuse(START, `The template is nested deeper than ${DEEPEST} levels.`);
  }
  const composer = new Composer({ schema: 'failsafe', logLevel: 'silent', uniqueKeys: false });
  const [document, second] = composer.compose(tokens, true, text.length);
  if (document && document.errors.length > 0) {
    const errors = document.errors.slice(0, MOST_SYNTAX_ERRORS);
    const problems = errors.map(({ message, pos }) => {
      return { message: `Not valid YAML: ${message}.`, ...place(pos[0]) };
    });
    throw new TemplateError(fileName, problems);
  }
  if (!document?.contents) throw refuse(START, 'The template is empty.');
  if (second) throw refuse(place(second.range[0]), 'A file holds one template; remove the `---`.');
  try {
    return new TreeReader(place).read(document.contents, DEEPEST);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new TemplateError(fileName, [error.problem], { cause: error });
  }
}

interface Nested {
  readonly items?: readonly Nested[];
  readonly value?: unknown;
  readonly key?: unknown;
}

/** How deep the tokens nest, found without recursion. */
function depthOf(tokens: readonly CST.Token[]): number {
  let deepest = 0;
  const open = tokens.map((token): [Nested, number] => [token as Nested, 0]);
  for (let next = open.pop(); next; next = open.pop()) {
    const [token, depth] = next;
    deepest = Math.max(deepest, depth);
    for (const part of [token.key, token.value]) {
      if (typeof part === 'object' && part !== null) open.push([part as Nested, depth + 1]);
    }
    for (const item of token.items ?? []) open.push([item, depth]);
  }
  return deepest;
}
