import { parseAst } from 'vitest/node';

/** What the rules need to know of a file of source code. Lines count from 1. */
export interface SourceFile {
  /** From the root of the repository, with `/`: `src/kinesis/shard.ts`. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly functions: readonly FunctionExtent[];
  readonly defaultExports: readonly number[];
  readonly starExports: readonly number[];
  /** Where time or chance is taken from the platform, and by which name. */
  readonly ambient: readonly { readonly line: number; readonly name: string }[];
}

interface Import {
  readonly line: number;
  /** As it is written: `../clock/clock.ts`, `node:fs`. */
  readonly specifier: string;
  /** Nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}

interface FunctionExtent {
  readonly line: number;
  readonly lines: number;
}

/** A node of the syntax tree (ESTree). */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  // biome-ignore lint/suspicious/noExplicitAny: the members depend on the type, see ESTree
  readonly [member: string]: any;
}

/** Global names whose every mention takes time or chance from the platform. */
const AMBIENT_NAMES = new Set(['setTimeout', 'setInterval', 'randomUUID']);
/** Members of global objects that do. */
const AMBIENT_MEMBERS = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'crypto.randomUUID',
]);
const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Reads TypeScript or JavaScript; comments and strings are not code, so they cannot break a rule. */
export function readSource(path: string, text: string): SourceFile {
  const lineAt = lineCounter(text);
  const found = {
    imports: [] as Import[],
    functions: [] as FunctionExtent[],
    defaultExports: [] as number[],
    starExports: [] as number[],
    ambient: [] as { line: number; name: string }[],
  };
  walk(parse(path, text), undefined, (node, parent) => {
    const line = lineAt(node.start);
    const imported = importOf(node);
    if (imported) found.imports.push({ line, ...imported });
    if (FUNCTIONS.has(node.type) && !holdsTests(node)) {
      found.functions.push({ line, lines: lineAt(node.end) - line + 1 });
    }
    if (exportsDefault(node)) found.defaultExports.push(line);
    if (node.type === 'ExportAllDeclaration') found.starExports.push(line);
    const name = ambientName(node, parent);
    if (name) found.ambient.push({ line, name });
  });
  return { path, lines: text.split('\n').length - 1, ...found };
}

/** The syntax tree of a file. */
export function parse(path: string, text: string): Node {
  try {
    return parseAst(text, { lang: path.endsWith('.ts') ? 'ts' : 'js' }) as Node;
  } catch (cause) {
    throw new Error(`${path} cannot be parsed.`, { cause });
  }
}

function importOf(node: Node): Omit<Import, 'line'> | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return { specifier: node.source.value, typeOnly: node.importKind === 'type' };
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      if (!node.source) return undefined;
      return { specifier: node.source.value, typeOnly: node.exportKind === 'type' };
    case 'ImportExpression':
      if (typeof node.source.value !== 'string') return undefined;
      return { specifier: node.source.value, typeOnly: false };
    case 'TSImportType':
      return { specifier: (node.source ?? node.argument).value, typeOnly: true };
    default:
      return undefined;
  }
}

function exportsDefault(node: Node): boolean {
  if (node.type === 'ExportDefaultDeclaration') return true;
  return node.type === 'ExportSpecifier' && node.exported.name === 'default';
}

/** A function that holds tests, each of them a function of its own; its own length says nothing. */
function holdsTests(node: Node): boolean {
  const statements: Node[] = node.body?.type === 'BlockStatement' ? node.body.body : [];
  return statements.some(({ type, expression }) => {
    let callee = type === 'ExpressionStatement' ? expression : undefined;
    while (callee?.type === 'CallExpression' || callee?.type === 'MemberExpression') {
      callee = callee.callee ?? callee.object;
    }
    return callee?.name === 'test' || callee?.name === 'describe';
  });
}

function ambientName(node: Node, parent: Node | undefined): string | undefined {
  if (node.type === 'NewExpression' || node.type === 'CallExpression') {
    const readsClock = node.callee.name === 'Date' && node.arguments.length === 0;
    return readsClock ? 'Date()' : undefined;
  }
  if (node.type === 'MemberExpression') {
    const name = `${globalName(node.object)}.${node.property.name}`;
    if (AMBIENT_MEMBERS.has(name)) return name;
    return /^globalThis\./.test(name) && AMBIENT_NAMES.has(node.property.name) ? name : undefined;
  }
  if (node.type !== 'Identifier' || !AMBIENT_NAMES.has(node.name)) return undefined;
  return isNameOfMember(node, parent) ? undefined : node.name;
}

/** `Date` for both `Date` and `globalThis.Date`. */
function globalName(object: Node): string | undefined {
  const throughGlobal = object.type === 'MemberExpression' && object.object.name === 'globalThis';
  return throughGlobal ? object.property.name : object.name;
}

/** In `socket.setTimeout(…)` and `{ setTimeout: … }` the name is not the global function's. */
function isNameOfMember(node: Node, parent: Node | undefined): boolean {
  if (!parent || parent.computed) return false;
  return parent.property === node || (parent.key === node && !parent.shorthand);
}

/** Visits a node and all below it, each with its parent. */
export function walk(
  node: Node,
  parent: Node | undefined,
  visit: (node: Node, parent: Node | undefined) => void,
): void {
  visit(node, parent);
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? member : [member]) {
      if (typeof child?.type === 'string') walk(child, node, visit);
    }
  }
}

function lineCounter(text: string): (offset: number) => number {
  const ends = [...text.matchAll(/\n/g)].map((match) => match.index);
  return (offset) => {
    const before = ends.findIndex((end) => end >= offset);
    return (before === -1 ? ends.length : before) + 1;
  };
}
