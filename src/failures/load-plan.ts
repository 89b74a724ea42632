import { readFileSync } from 'node:fs';
import type { Scope } from '../aws/scope.ts';
import { chooseTemplate, stackNameFor } from '../function-code/choose-template.ts';
import type { Plan } from '../template/plan.ts';
import { planTemplate } from '../template/plan-template.ts';

export interface LoadedPlan {
  /** The template that was read: the given one, or what `sam build` made of it. */
  readonly file: string;
  readonly plan: Plan;
}

export interface LoadPlanOptions {
  readonly scope: Scope;
  readonly stackName?: string | undefined;
  readonly parameterOverrides?: Readonly<Record<string, string>> | undefined;
}

/**
 * What a template asks for, with the names that its resources have in a stack of that name.
 *
 * @throws CodeError when there is no such file, TemplateError for what is wrong in it
 */
export function loadPlan(path: string, options: LoadPlanOptions): LoadedPlan {
  const file = chooseTemplate(path);
  const { scope, stackName = stackNameFor(file), parameterOverrides = {} } = options;
  const text = readFileSync(file, 'utf8');
  return {
    file,
    plan: planTemplate(text, { fileName: file, scope, stackName, parameterOverrides }),
  };
}
