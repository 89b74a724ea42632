/** A place in the text of a template; both numbers count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something about a template that its author should know: what it is, and what to do about it. */
export interface Problem extends Position {
  readonly message: string;
}

/** What went wrong with the template, in the order of its lines. Nothing of it was run. */
export class TemplateError extends Error {
  readonly fileName: string;
  readonly problems: readonly Problem[];

  constructor(fileName: string, problems: readonly Problem[], options?: ErrorOptions) {
    const ordered = inOrder(problems);
    super(ordered.map((problem) => formatProblem(fileName, problem)).join('\n'), options);
    this.name = 'TemplateError';
    this.fileName = fileName;
    this.problems = ordered;
  }
}

/** Writes a problem the way that editors and terminals make a link of: `template.yaml:12:7: …`. */
export function formatProblem(fileName: string, problem: Problem): string {
  return `${fileName}:${problem.line}:${problem.column}: ${problem.message}`;
}

/** Problems by place, each said once. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const once = new Map(problems.map((problem) => [formatProblem('', problem), problem]));
  return [...once.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

/**
 * Thrown where a value cannot be had. Whoever reads a whole property catches it, so that one run
 * finds all problems of a template.
 */
export class Refusal extends Error {
  readonly problem: Problem;
  /** The resource that does not run here and whose attribute would have been needed. */
  readonly missing: string | undefined;

  constructor(at: Position, message: string, missing?: string) {
    super(message);
    this.name = 'Refusal';
    this.problem = { message, line: at.line, column: at.column };
    this.missing = missing;
  }
}

/** Collects what is found on the way through a template. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];

  problem(at: Position, message: string): void {
    this.problems.push({ message, line: at.line, column: at.column });
  }

  warn(at: Position, message: string): void {
    this.warnings.push({ message, line: at.line, column: at.column });
  }

  /** What `read` answers; when it refuses, the problem is noted and the answer is undefined. */
  attempt<Value>(read: () => Value): Value | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.problems.push(error.problem);
      return undefined;
    }
  }
}
