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
  /** Where the queues are to be found that the template refers to; on AWS when there is none. */
  readonly endpoint?: string | undefined;
}

/**
 * What a template asks for, with the names that its resources have in a stack of that name.
 *
 * @throws CodeError when there is no such file, TemplateError for what is wrong in it
 */
export function loadPlan(path: string, options: LoadPlanOptions): LoadedPlan {
  const file = chooseTemplate(path);
  const { scope, stackName = stackNameFor(file), parameterOverrides = {}, endpoint } = options;
  const queueUrl = ({ account }: Scope, name: string) =>
    new URL(`/${account}/${name}`, endpoint).href;
  const plan = planTemplate(readFileSync(file, 'utf8'), {
    ...{ fileName: file, scope, stackName, parameterOverrides },
    ...(endpoint !== undefined && { queueUrl }),
  });
  return { file, plan };
}
