import type { Resource } from '../template/sections.ts';
import { toJson } from '../template/tree.ts';
import type { LintedFunction, LintedTemplate } from './linted-template.ts';

const TYPE = 'AWS::Logs::LogGroup';

/** The log group of the template that a function writes to. */
export function logGroupOf(
  template: LintedTemplate,
  lambda: LintedFunction,
): Resource | 'none' | 'unknown' {
  const { properties, logicalId } = lambda;
  const wired = template.value(properties, 'LoggingConfig', 'LogGroup');
  if (wired.kind === 'reference') {
    const group = template.sections.resources.get(wired.logicalId);
    return group?.type === TYPE ? group : 'unknown';
  }
  if (wired.kind === 'unknown' || !template.isComplete) return 'unknown';
  const names = wired.kind === 'known' ? [template.text(wired.node)] : namesOf(template, lambda);
  for (const group of template.resourcesOf(TYPE)) {
    const node = group.properties.entries.get('LogGroupName')?.value;
    const name = template.text(node);
    if (name === 'absent') continue;
    // `/aws/lambda/${Orders}` and its like: what names the function is meant for it.
    const isMeant = node && JSON.stringify(toJson(node)).includes(logicalId);
    if (names.includes(name) || isMeant) return group;
    if (name === 'unknown') return 'unknown';
  }
  return wired.kind === 'known' ? 'unknown' : 'none';
}

/** The group that Lambda makes by itself has the name of the function. */
function namesOf(template: LintedTemplate, { properties }: LintedFunction): string[] {
  const name = template.text(properties, 'FunctionName');
  return name === 'absent' || name === 'unknown' ? [] : [`/aws/lambda/${name}`];
}

/** The functions that consume a stream, each once. */
export function consumingFunctions(template: LintedTemplate): LintedFunction[] {
  return template.functions.filter((lambda) => {
    return template.consumers.some((consumer) => consumer.lambda === lambda);
  });
}
